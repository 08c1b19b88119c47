import { isRunning, usePlayground } from '../../store/index.ts';

/**
 * Whether the page has Train, Pause and the numbers of the run. If the link leaves them out
 * (`hide=training`), they appear only while a run trains that was begun elsewhere, so that it can
 * be paused.
 */
export const useShowsTransport = (): boolean =>
  usePlayground(({ frame, run }) => !frame.hidden.includes('training') || isRunning(run.status));
