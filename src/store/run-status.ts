import type { MetricsBatch, RunStatus } from '../workers/protocol.ts';
import type { Room } from './room.ts';

/** Numbers change at most ten times a second: faster cannot be read. */
const textIntervalMs = 100;

export const isRunning = (status: RunStatus | null): boolean =>
  status?.phase === 'training' || status?.phase === 'waiting';

/** Where the run is, from two sources: the engine's word, which counts at once, and its metrics, which come faster than one reads. */
export interface RunStatusInlet {
  take(status: RunStatus): void;
  /** Losses go to the chart at once, numbers into text every `textIntervalMs`. */
  takeMetrics(batch: MetricsBatch): void;
}

export function createRunStatusInlet(room: Room): RunStatusInlet {
  let newest: MetricsBatch | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (): void => {
    timer = undefined;
    if (!newest) return;
    const { status, imagesPerSecond, secondsLeft } = newest;
    newest = null;
    room.patch('run', { status, imagesPerSecond, secondsLeft: isRunning(status) ? secondsLeft : null });
  };

  return {
    take(status) {
      show();
      clearTimeout(timer);
      timer = undefined;
      // A run that went back takes its curve back with it.
      room.losses.truncateAfter(status.step);
      const still = isRunning(status) ? {} : { secondsLeft: null };
      const fresh = status.step === 0 ? { imagesPerSecond: null } : {};
      room.patch('run', { status, ...still, ...fresh });
      if (status.step === 0) forgetResults(room);
    },
    takeMetrics(batch) {
      room.losses.append(batch.steps, batch.losses);
      newest = batch;
      timer ??= setTimeout(show, textIntervalMs);
    },
  };
}

/** Pictures that a network which is gone has made. */
function forgetResults(room: Room): void {
  const { generate, restore } = room.get();
  if (generate.result && generate.result.step > 0) room.patch('generate', { result: null });
  if (restore.result && restore.result.step > 0) room.patch('restore', { result: null });
}
