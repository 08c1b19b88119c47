/** `npm run train`: trains a recipe in Node and writes a checkpoint folder. */
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { EngineSession } from '../src/engine/session.ts';
import type { Folder } from '../src/ml/checkpoint/folder-files.ts';
import type { TrainingProgress } from '../src/ml/checkpoint/training-state.ts';
import { unzipFolder } from '../src/ml/checkpoint/zip.ts';
import {
  type DataSetDescription,
  type DataSetFacts,
  type Experiment,
  type Recipe,
  shippedSet,
  shippedSetNames,
} from '../src/ml/config.ts';
import { PlaygroundError } from '../src/ml/errors.ts';
import { sentenceOf } from '../src/words/sentence.ts';
import type { AutosaveInfo, EngineEvents, RunStatus } from '../src/workers/protocol.ts';
import { ArgumentError } from './arguments.ts';
import { writeCheckpointFolder } from './checkpoint-folder.ts';
import { outputClosed } from './closed-output.ts';
import { printLine, runCommand, say } from './command.ts';
import { openGivenData } from './given-data.ts';
import { readNamedModel } from './model-folder.ts';
import { newestSave } from './newest-save.ts';
import { createNodeSession } from './node-engine.ts';
import { parseTrainArguments, readTrainFlags, type TrainArguments, usage } from './train/arguments.ts';
import { contradiction, requireUse } from './train/experiment-flags.ts';
import { alreadyBeyond, epochsToReach, withEpochs } from './train/more-epochs.ts';
import { readPictureFlags } from './train/picture-flags.ts';
import { startLine } from './train/start-line.ts';
import { preparationLine, StepPrinter } from './train/step-printer.ts';

/** The exit code that a shell expects of an interrupted program. */
const interruptedCode = 130;

async function main(): Promise<number> {
  const flags = readTrainFlags(process.argv.slice(2));
  if (!flags) {
    printLine(usage);
    return 0;
  }
  const resumed = flags.values.get('resume');
  const checkpoint = resumed === undefined ? null : await readResumed(resumed);
  const named = flags.values.get('data') ?? dataOf(checkpoint);
  const data = await openGivenData(named, readPictureFlags(flags.values, checkpoint?.dataSet ?? undefined));
  const given = parseTrainArguments(flags, data.set, await checkpoint?.recipeOn(data.set));
  if (checkpoint) await requireAgreeing(given, checkpoint, data.set);
  const { events, ended, lost, failed } = listen(new StepPrinter(given));
  const out = given.out === null ? null : resolve(given.out);
  // The last autosave may still be writing when the end of the run is saved.
  const save = newestSave(async (zip) => {
    if (out !== null) await writeCheckpointFolder(out, unzipFolder(out, zip));
  });
  // Autosaves go to the same folder as the final save.
  const storage =
    out === null
      ? null
      : {
          save: ({ step }: AutosaveInfo, zip: Uint8Array) => save(step, zip),
          list: async () => [],
          load: async () => null,
          remove: async () => {},
        };

  const engine = await createNodeSession(given.backend, storage, events, data.source);
  const { experiment, backend } = given;
  const report = await engine.open({ backend, experiment, previewEvery: 0, resume: 'none' }, '');
  say(`${report.backend}: ${report.adapter}`);
  await engine.setEvaluateEvery(given.evaluateEvery);

  let status =
    checkpoint === null
      ? await begin(engine, given, report.status)
      : await goOn(engine, given, checkpoint, data.set.id);
  let interrupted = false;
  const interruption = new AbortController();
  const stop = (): void => {
    interrupted = true;
    interruption.abort();
    engine.pause().catch((error: unknown) => say(String(error)));
  };
  process.on('SIGINT', () => {
    if (interrupted) return; // npm and the terminal may both send the signal
    say('Stopping after this step.');
    stop();
  });
  outputClosed.addEventListener('abort', stop);
  status = await engine.train(given.lastStep ?? undefined);
  if (status.phase === 'training' || status.phase === 'waiting') status = await Promise.race([ended, lost]);
  if (status.phase === 'failed') return 1; // a notice has given the reason
  if (!interrupted && isEvaluatedAtEnd(status, given)) {
    await Promise.race([engine.evaluated(), lost, once(interruption.signal, 'abort')]);
  }
  if (status.step > 0 && out !== null) {
    await save(status.step, await engine.save());
    say(`Step ${status.step} saved in ${out}.`);
  }
  if (status.step > 0 && out === null) say('Nothing was saved: --out DIR names a folder for it.');
  if (failed()) return 1;
  return interrupted ? interruptedCode : 0;
}

interface Resumed {
  readonly name: string;
  readonly folder: Folder;
  /** Null for a folder that contains only a network. */
  readonly progress: TrainingProgress | null;
  /** Its training set; null if the folder does not say. */
  readonly dataSet: DataSetDescription | null;
  /**
   * For a folder with only a network: the recipe to train it with, which determines the options.
   * Undefined if the folder names a recipe.
   */
  recipeOn(set: DataSetFacts): Promise<Recipe | undefined>;
  /** The experiment that goes on: the run's own, or that of a folder with only a network. */
  experimentOn(set: DataSetFacts, asked: Experiment): Promise<Experiment>;
}

/** The checkpoint to continue. Throws like `readNamedModel`. */
async function readResumed(named: string): Promise<Resumed> {
  const { name, folder } = await readNamedModel(named);
  const { readFolder } = await import('../src/ml/checkpoint/folder.ts');
  const { setOf } = await import('../src/ml/checkpoint/trained-on.ts');
  const checkpoint = readFolder(name, folder);
  const { network, training } = checkpoint;
  const progress = training?.progress ?? null;
  const dataSet = setOf(checkpoint);
  const imported = () => import('../src/engine/imported-experiment.ts');
  return {
    name,
    folder,
    progress,
    dataSet,
    recipeOn: async (set) => (progress === null ? (await imported()).recipeFor(network, set) : undefined),
    experimentOn: async (set, asked) => progress?.experiment ?? (await imported()).fineTuningFor(network, asked, set),
  };
}

/**
 * The set to continue with if no other is given. Throws an `ArgumentError` for a set that only its
 * owner has.
 */
function dataOf(checkpoint: Resumed | null): string {
  const { progress = null, dataSet = null } = checkpoint ?? {};
  if (dataSet && shippedSet(dataSet.id) === undefined) {
    const count = dataSet.counts.train + dataSet.counts.test;
    throw new ArgumentError(
      `The run of --resume learns from ${dataSet.name}, ${count} pictures: --data names their folder.`,
    );
  }
  return progress?.experiment.data ?? dataSet?.id ?? shippedSetNames[0];
}

/**
 * Throws an `ArgumentError` if an option, or the set, would make it a different run, contradicts
 * what the model's weights were trained for, or asks for an end that the run is beyond. No device
 * has been opened yet.
 */
async function requireAgreeing(given: TrainArguments, checkpoint: Resumed, set: DataSetFacts): Promise<void> {
  const goesOn = await checkpoint.experimentOn(set, given.experiment);
  const { progress } = checkpoint;
  const sentence =
    contradiction(given.fixed, goesOn, set, progress === null ? 'model' : 'run') ??
    (progress && alreadyBeyond(given, progress));
  if (sentence !== null) throw new ArgumentError(sentence);
  if (progress === null) requireUse(given.fixed, goesOn);
}

/** Every `--evaluate-every` steps, also where the last step is one of them. */
function isEvaluatedAtEnd({ step, network }: RunStatus, { evaluateEvery }: TrainArguments): boolean {
  return network.kind === 'diffusion' && step > 0 && evaluateEvery > 0 && step % evaluateEvery === 0;
}

/** A run with more steps than its epochs gets the epochs that the steps need. */
async function begin(engine: EngineSession, { lastStep }: TrainArguments, opened: RunStatus): Promise<RunStatus> {
  const epochs = epochsToReach(lastStep, opened);
  const status = epochs === null ? opened : await engine.reset({ ...opened.experiment, epochs });
  say(startLine(status, { kind: 'fresh' }));
  return status;
}

/** The same for a resumed run; --epochs makes it longer or shorter. */
async function goOn(
  engine: EngineSession,
  given: TrainArguments,
  { name, folder: checkpoint, progress }: Resumed,
  onto: string,
): Promise<RunStatus> {
  const load = (epochs: number | null) => {
    const folder = epochs === null ? checkpoint : withEpochs(checkpoint, epochs);
    const files = Array.from(folder, ([path, bytes]) => ({ path, bytes }));
    return engine.loadFolder(files, undefined, { data: onto });
  };
  let status: RunStatus = await load(given.epochs);
  const epochs = epochsToReach(given.lastStep, status);
  if (epochs !== null) {
    status = await load(epochs);
    say(`Step ${given.lastStep} takes ${epochs} epochs: the run has as many now.`);
  }
  if (given.learningRate !== null) status = await engine.setLearningRate(given.learningRate);
  say(startLine(status, { kind: progress === null ? 'model' : 'run', name }));
  if (status.phase === 'finished') {
    say(`The run has done its ${status.experiment.epochs} epochs; --epochs or --steps takes it further.`);
  } else if (given.lastStep !== null && given.lastStep <= status.step) {
    say(`Step ${given.lastStep} is behind it already.`);
  }
  return status;
}

/**
 * Prints events as lines. `ended` resolves when training has ended; `lost` rejects when the device
 * is lost.
 */
function listen(printer: StepPrinter) {
  let end: (status: RunStatus) => void = () => {};
  const ended = new Promise<RunStatus>((onEnd) => {
    end = onEnd;
  });
  let lose: (error: unknown) => void = () => {};
  const lost = new Promise<never>((_, onLost) => {
    lose = onLost;
  });
  lost.catch(() => {}); // nobody may be waiting
  let began = false;
  /** Training has stopped at its last valid step, whose state is saved. */
  let outOfMemory = false;
  const events: Partial<EngineEvents> = {
    metrics: (batch) => printer.print(batch),
    status: (status) => {
      const running = status.phase === 'training' || status.phase === 'waiting';
      began ||= running;
      if (began && !running) {
        printer.end();
        end(status);
      }
    },
    evaluation: ({ step, raw, ema }) => {
      const average = ema === null ? '' : `, of the averaged weights ${ema.toFixed(5)}`;
      say(`step ${step}  validation loss ${raw.toFixed(5)}${average}`);
    },
    preparing: (progress) => preparationLine(progress),
    notice: (report) => {
      say(sentenceOf(report));
      outOfMemory ||= report.code === 'step-out-of-memory';
    },
    lost: (report) => lose(new PlaygroundError(report.code, report.values)),
  };
  return { events, ended, lost, failed: () => outOfMemory };
}

await runCommand(main);
