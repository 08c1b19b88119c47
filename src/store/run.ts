import type { Experiment } from '../ml/config.ts';
import type { MetricsBatch, RunStatus } from '../workers/protocol.ts';
import type { Room } from './room.ts';
import type { RunSlice } from './types.ts';

/** Numbers change at most ten times a second: faster cannot be read. */
const textIntervalMs = 100;

/** Before the first step the draft is applied by itself, once the visitor has stopped typing for so long. */
const applyAfterMs = 300;

export const isRunning = (status: RunStatus | null): boolean =>
  status?.phase === 'training' || status?.phase === 'waiting';

const fields = ['recipe', 'seed', 'batchSize', 'learningRate', 'epochs', 'classes'] satisfies (keyof Experiment)[];

export const sameExperiment = (a: Experiment, b: Experiment): boolean =>
  fields.every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]));

/** Whether the form says something that a run which has begun does only after Reset: all but the learning rate, which is live. */
export const waitsForReset = (draft: Experiment, status: RunStatus): boolean =>
  status.step > 0 && !sameExperiment({ ...draft, learningRate: status.experiment.learningRate }, status.experiment);

export function createRun(room: Room, draft: Experiment): RunSlice {
  let applyTimer: ReturnType<typeof setTimeout> | undefined;
  const run = (): RunSlice => room.get().run;

  /** No press is dropped: the engine takes commands in the order in which they come. What fails becomes a notice. */
  async function press(action: () => Promise<RunStatus>): Promise<void> {
    try {
      takeStatus(room, await action());
    } catch (error) {
      room.get().notices.report(error);
    }
  }

  /** Before the first step there is nothing to lose: the run becomes what the form says. */
  async function applyDraft(): Promise<void> {
    clearTimeout(applyTimer);
    const { status, draft } = run();
    if (status?.step === 0 && !sameExperiment(draft, status.experiment)) takeStatus(room, await room.call.reset(draft));
  }

  return {
    status: null,
    imagesPerSecond: null,
    secondsLeft: null,
    draft,
    train: () =>
      press(async () => {
        await applyDraft();
        return room.call.train();
      }),
    step: () =>
      press(async () => {
        await applyDraft();
        return room.call.step();
      }),
    pause: () => press(() => room.call.pause()),
    reset: () =>
      press(() => {
        clearTimeout(applyTimer);
        return room.call.reset(run().draft);
      }),
    edit(change) {
      room.patch('run', { draft: { ...run().draft, ...change } });
      const { learningRate } = change;
      const { status } = run();
      if (!status) return; // the engine is still being made; `start` applies what was edited meanwhile
      if (status.step > 0 && learningRate !== undefined) {
        room.attempt(async () => takeStatus(room, await room.call.setLearningRate(learningRate)));
      }
      clearTimeout(applyTimer);
      applyTimer = setTimeout(() => room.attempt(applyDraft), applyAfterMs);
    },
  };
}

/** The engine's word on where the run is. A run that went back takes its curve back with it. */
export function takeStatus(room: Room, status: RunStatus): void {
  room.losses.truncateAfter(status.step);
  const still = isRunning(status) ? {} : { secondsLeft: null };
  const fresh = status.step === 0 ? { imagesPerSecond: null } : {};
  room.patch('run', { status, ...still, ...fresh });
  if (status.step === 0) forgetResults(room);
}

/** Pictures that a network which is gone has made. */
function forgetResults(room: Room): void {
  const { generate, restore } = room.get();
  if (generate.result && generate.result.step > 0) room.patch('generate', { result: null });
  if (restore.result && restore.result.step > 0) room.patch('restore', { result: null });
}

/** Losses go to the chart at once and into text at most every `textIntervalMs`. */
export function createMetricsInlet(room: Room): {
  take(batch: MetricsBatch): void;
  takeStatus(status: RunStatus): void;
} {
  let newest: MetricsBatch | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (): void => {
    timer = undefined;
    if (!newest) return;
    const { status, imagesPerSecond, secondsLeft } = newest;
    newest = null;
    room.patch('run', { status, imagesPerSecond, secondsLeft });
  };

  return {
    take(batch) {
      room.losses.append(batch.steps, batch.losses);
      newest = batch;
      timer ??= setTimeout(show, textIntervalMs);
    },
    takeStatus(status) {
      show();
      clearTimeout(timer);
      timer = undefined;
      takeStatus(room, status);
    },
  };
}
