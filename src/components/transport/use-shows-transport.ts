import { isRunning, usePlayground } from '../../store/index.ts';
import { useMayTrain } from './use-may-train.ts';

/**
 * Whether the page has Train, Pause and the numbers of the run. If the link leaves them out
 * (`hide=training`), they appear only while a run trains that was begun elsewhere, so that it can
 * be paused.
 */
export function useShowsTransport(): boolean {
  const mayTrain = useMayTrain();
  const running = usePlayground(({ run }) => isRunning(run.status));
  return mayTrain || running;
}
