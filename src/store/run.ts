import type { Experiment } from '../ml/config.ts';
import type { RunStatus } from '../workers/protocol.ts';
import type { Room } from './room.ts';
import type { RunSlice } from './types.ts';

/** Before the first step the draft is applied by itself, once the visitor has stopped typing for so long. */
const applyAfterMs = 300;

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
      room.runStatus.take(await action());
    } catch (error) {
      room.get().notices.report(error);
    }
  }

  /** Before the first step there is nothing to lose: the run becomes what the form says. */
  async function applyDraft(): Promise<void> {
    clearTimeout(applyTimer);
    const { status, draft } = run();
    if (status?.step === 0 && !sameExperiment(draft, status.experiment))
      room.runStatus.take(await room.call.reset(draft));
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
        room.attempt(async () => room.runStatus.take(await room.call.setLearningRate(learningRate)));
      }
      clearTimeout(applyTimer);
      applyTimer = setTimeout(() => room.attempt(applyDraft), applyAfterMs);
    },
  };
}
