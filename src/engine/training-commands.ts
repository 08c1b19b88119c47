/** The commands that train. They change the run, one at a time, in the order in which they came. */
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import type { Experiment } from '../ml/config.ts';
import { parseExperiment, parseParameter } from '../ml/experiment.ts';
import type { EngineCommands, LoadedRun, RunStatus } from '../workers/protocol.ts';
import { noCurves } from './curves.ts';
import { Run } from './run.ts';
import type { SessionState } from './session-state.ts';

type TrainingCommands = Pick<
  EngineCommands,
  | 'prepare'
  | 'reset'
  | 'train'
  | 'pause'
  | 'step'
  | 'setLearningRate'
  | 'setBatchSize'
  | 'setPreviewEvery'
  | 'setEvaluateEvery'
>;

export function trainingCommands(session: SessionState): TrainingCommands {
  const { commands } = session;
  const reset = (experiment: Experiment): Promise<RunStatus> =>
    session.replace({ data: experiment.data, make: (_, dataSet) => Run.begin(experiment, dataSet) });

  async function setBatchSize(value: number): Promise<LoadedRun> {
    const { trainer } = session.parts;
    const batchSize = parseParameter('batchSize', value);
    await trainer.stop();
    const { settled, origin, experiment } = trainer.run;
    if (settled.step === 0 && origin === 'seed') {
      return { ...(await reset({ ...experiment, batchSize })), ...noCurves };
    }
    const checkpoint = await session.checked.take(() => trainer.run.checkpoint());
    return session.import(async () => withBatchSize(checkpoint, batchSize));
  }

  return {
    prepare: (unseen = false) =>
      commands.take(async () => {
        const { trainer, previewer } = session.parts;
        await session.prepare();
        if (!unseen && !previewer.asked) previewer.ask();
        return trainer.status();
      }),
    reset: (experiment) => commands.takeEnding(() => reset(parseExperiment(experiment))),
    train: (lastStep = Number.POSITIVE_INFINITY) => commands.takeEnding(() => session.train(lastStep)),
    pause: () =>
      commands.takeEnding(async () => {
        const { trainer, autosave } = session.parts;
        await trainer.stop(async () => autosave?.save());
        return trainer.status();
      }),
    step: () =>
      commands.take(async () => {
        const { trainer } = session.parts;
        await trainer.stop();
        await session.prepare();
        trainer.start(trainer.run.settled.step + 1);
        await commands.stepEnds(trainer); // a failure is a notice and a phase, as in training
        return trainer.status();
      }),
    setLearningRate: (value) =>
      commands.take(async () => {
        const { trainer } = session.parts;
        trainer.setLearningRate(parseParameter('learningRate', value));
        return trainer.status();
      }),
    setBatchSize: (value) => commands.take(() => setBatchSize(value)),
    setPreviewEvery: (steps) =>
      commands.take(async () => {
        const { parts } = session;
        const wereOff = parts.previewEvery === 0;
        parts.previewEvery = parseParameter('previewEvery', steps);
        if (wereOff) parts.previewer.ask();
      }),
    setEvaluateEvery: (steps) =>
      commands.take(async () => {
        session.parts.evaluateEvery = parseParameter('evaluateEvery', steps);
      }),
  };
}

/** Its place in the data counts images, not batches. */
function withBatchSize(checkpoint: Checkpoint, batchSize: number): Checkpoint {
  const { training } = checkpoint;
  if (!training) return checkpoint;
  const progress = { ...training.progress, experiment: { ...training.progress.experiment, batchSize } };
  return { ...checkpoint, training: { ...training, progress } };
}
