import { usePlayground } from '../../store/index.ts';

/** Whether the link leaves settings out (`hide=parameters`): of every view, what its button does not need. */
export const useHidesParameters = (): boolean => usePlayground((state) => state.frame.hidden.includes('parameters'));
