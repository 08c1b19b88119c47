import type { LossCurve, MetricsBatch, RunStatus } from '../workers/protocol.ts';
import type { Room } from './room.ts';

/** Numbers change at most ten times a second: faster cannot be read. */
const textIntervalMs = 100;

export const isRunning = (status: RunStatus | null): boolean =>
  status?.phase === 'training' || status?.phase === 'waiting';

/** From the press on Train: the first step may still be on its way, or its images. Imported weights are there to be kept from the start. */
export const hasBegun = (status: RunStatus | null): boolean =>
  status !== null && (status.step > 0 || status.origin === 'checkpoint' || isRunning(status));

/** After an error too, be it in the first step: Reset is its remedy. */
export const canReset = (status: RunStatus | null): boolean => hasBegun(status) || status?.phase === 'failed';

/** Where the run is, from two sources: the engine's word, which counts at once, and its metrics, which come faster than one reads. */
export interface RunStatusInlet {
  /** `history`: what a run that came back brings along. */
  take(status: RunStatus, history?: LossCurve | null): void;
  /** Losses go to the chart at once, numbers into text every `textIntervalMs`. */
  takeMetrics(batch: MetricsBatch): void;
}

export function createRunStatusInlet(room: Room): RunStatusInlet {
  let newest: MetricsBatch | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Whose losses and pictures are on show. */
  let shownRun: string | null = null;

  const show = (): void => {
    timer = undefined;
    if (!newest) return;
    const { status, imagesPerSecond, secondsLeft } = newest;
    newest = null;
    room.patch('run', { status, imagesPerSecond, secondsLeft: isRunning(status) ? secondsLeft : null });
  };

  /** What another run has left goes with it. */
  const follow = ({ runId }: RunStatus): void => {
    if (runId === shownRun) return;
    shownRun = runId;
    room.losses.replace(null);
    room.patch('run', { imagesPerSecond: null, secondsLeft: null });
    room.patch('generate', { result: null });
    room.patch('restore', { result: null });
  };

  return {
    take(status, history = null) {
      show();
      clearTimeout(timer);
      timer = undefined;
      follow(status);
      // A run that went back takes its curve back with it. The page's own curve has every step: the thinned one only where that is missing.
      if (history && room.losses.lastStep < status.step) room.losses.replace(history);
      else room.losses.truncateAfter(status.step);
      room.patch('run', { status, ...(isRunning(status) ? {} : { secondsLeft: null }) });
    },
    takeMetrics(batch) {
      follow(batch.status);
      room.losses.append(batch.steps, batch.losses);
      newest = batch;
      timer ??= setTimeout(show, textIntervalMs);
    },
  };
}
