import { usePlayground } from '../../store/index.ts';

/** Whether the run's network has random weights. */
export const useUntrained = (): boolean =>
  usePlayground(({ run }) => run.status?.step === 0 && run.status.origin === 'seed');
