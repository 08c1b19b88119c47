/**
 * The engine: answers the commands of `workers/protocol.ts` for one page or one command line. Commands that change the run wait for each
 * other; looking at it (generate, restore, preview, save) takes turns with training steps and changes nothing.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import { type Experiment, shippedSet } from '../ml/config.ts';
import { replayReports } from '../ml/device/replay.ts';
import { freeUnusedMemory } from '../ml/device/sliced.ts';
import { verifyReplays } from '../ml/device/verification.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { parseExperiment, parseParameter } from '../ml/experiment.ts';
import type { ReplayReport } from '../ml/replay-report.ts';
import type {
  AutosaveInfo,
  AutosaveOffer,
  CallId,
  CheckpointFile,
  EngineCommands,
  EngineEvents,
  EngineReport,
  GenerateRequest,
  GenerateResult,
  LayerNumbers,
  LoadedRun,
  MemoryUse,
  ModelId,
  NearestPictures,
  NoiseChoice,
  NoiseLevels,
  OpenedModel,
  OpenOptions,
  Pictures,
  RestoreRequest,
  RestoreResult,
  RunStatus,
  SavedWhat,
} from '../workers/protocol.ts';
import { parseInfo, type Snapshot } from './autosave.ts';
import { Calls, unlessAborted } from './calls.ts';
import { Commands } from './commands.ts';
import { type Curves, curvesOf, noCurves } from './curves.ts';
import { Failures } from './failures.ts';
import type { EngineHost } from './host.ts';
import { discardOffer, hasOthers, offerAnother, offerTo } from './offers.ts';
import { openNamedSet } from './open-data.ts';
import { type Looked, OpenModels } from './open-models.ts';
import { type Opened, openParts } from './opened.ts';
import { type Replacement, replaceRun } from './replace-run.ts';
import { parseFiles, parseGenerate, parseModelId, parsePictures, parseVerifyEvery } from './requests.ts';
import { Run } from './run.ts';
import { takeSnapshot } from './snapshot.ts';
import { CheckedTurns, nextTask, Turns } from './turns.ts';

// What a visitor may ask for loads when it is asked for: the first training step does not wait for it.
const loadArchive = () => import('./archive.ts');

/** tfjs has one backend a process: open the next session after the last was closed. */
export interface EngineSession extends EngineCommands {
  /** For hosts that outlive their engine: stops, and frees the device. Saves nothing. */
  close(): Promise<void>;
  /** For hosts that learn of errors which nobody caught: becomes a notice. */
  report(error: unknown): void;
}

export function createSession(host: EngineHost, events: EngineEvents): EngineSession {
  const session = new Session(host, events);
  return {
    open: (options, dataRoot) => session.open(options, dataRoot),
    prepare: (unseen) => session.commands.take(() => session.prepare(unseen ?? false)),
    reset: (experiment) => session.commands.takeEnding(() => session.reset(parseExperiment(experiment))),
    train: (lastStep) => session.commands.takeEnding(() => session.train(lastStep ?? Number.POSITIVE_INFINITY)),
    pause: () => session.commands.takeEnding(() => session.pause()),
    step: () => session.commands.take(() => session.step()),
    setLearningRate: (value) => session.commands.take(() => session.setLearningRate(value)),
    setBatchSize: (value) => session.commands.take(() => session.setBatchSize(value)),
    setPreviewEvery: (steps) => session.commands.take(() => session.setPreviewEvery(steps)),
    setEvaluateEvery: (steps) => session.commands.take(() => session.setEvaluateEvery(steps)),
    generate: async (id, request) => {
      const parsed = parseGenerate(request);
      return session.generate(id, parsed);
    },
    restore: async (id, request) => session.restore(id, request),
    nearest: async (id, pictures) => session.nearest(id, parsePictures(pictures)),
    testImage: (index) => session.testImage(index),
    noiseLevels: (choice) => session.noiseLevels(choice),
    save: (what) => session.save(what),
    load: (zip, id) => session.load(zip, id),
    loadFolder: (files, id, onto) => session.loadFolder(files, id, onto),
    openModel: (files, id) => session.openModel(files, id),
    closeModel: async (model) => session.closeModel(parseModelId(model)),
    checkConfigurations: async (files) => (await loadArchive()).checkConfigurations(parseFiles(files)),
    autosave: () => session.autosave(),
    resumeAutosave: () => session.commands.takeEnding(() => session.resumeAutosave()),
    discardAutosave: () => session.commands.take(() => session.discardAutosave()),
    offerAnother: () => session.commands.take(() => session.offerAnother()),
    savedCheckpoint: async (runId) => (await host.storage?.load(runId))?.zip ?? null,
    isSaved: async (runId) => ((await host.storage?.list()) ?? []).some((info) => parseInfo(info)?.runId === runId),
    layers: () => session.layers(),
    memory: () => session.memory(),
    replays: (verifyEvery) => session.replays(verifyEvery),
    cancel: async (id) => session.cancel(id),
    close: () => session.commands.takeEnding(() => session.close()),
    report: (error) => session.failures.report(error),
  };
}

/** Of the steps between two evaluations: what training must have gone on for one at rest. */
const worthEvaluating = 0.1;

/** Its place in the data counts images, not batches. */
function withBatchSize(checkpoint: Checkpoint, batchSize: number): Checkpoint {
  const { training } = checkpoint;
  if (!training) return checkpoint;
  const progress = { ...training.progress, experiment: { ...training.progress.experiment, batchSize } };
  return { ...checkpoint, training: { ...training, progress } };
}

class Session {
  readonly commands = new Commands();
  /** Whatever uses the network, between two training steps. */
  readonly #device = new Turns();
  /** For whatever is no training step. */
  readonly #checked = new CheckedTurns(this.#device);
  readonly #calls: Calls;
  readonly #models = new OpenModels(this.#checked);
  #opened: Opened | null = null;
  readonly failures: Failures;

  constructor(
    private readonly host: EngineHost,
    private readonly events: EngineEvents,
  ) {
    this.failures = new Failures(events);
    this.#calls = new Calls(this.#checked, this.failures, events);
  }

  open(options: OpenOptions, dataRoot: string): Promise<EngineReport> {
    return this.commands.take(async () => {
      if (this.#opened) throw new PlaygroundError('bug', { message: 'the engine is open already' });
      const opened = await openParts(options, dataRoot, this.host, this.#device, this.events, {
        snapshot: () => this.#worthSaving(),
        waits: () => this.commands.giveWay(),
        stopped: (parts, error) => this.#stopped(parts, error),
        failures: this.failures,
      });
      this.#opened = opened;
      const curves = await this.#resume(opened, options).catch((error: unknown) => {
        this.failures.report(error);
        return noCurves;
      });
      opened.feed.begin(opened.trainer.run.experiment);
      if (!options.unprepared) opened.previewer.ask();
      const { backend, adapter, software, features, fallback } = opened.device;
      const autosave = opened.offered;
      const otherAutosaves = await hasOthers(opened);
      return {
        backend,
        adapter,
        software,
        features,
        fallback,
        status: opened.trainer.status(),
        ...curves,
        autosave,
        otherAutosaves,
      };
    });
  }

  /** Goes on with the run that is asked for, if it was saved, and looks for another to offer. */
  async #resume(opened: Opened, { resume, offer }: OpenOptions): Promise<Curves> {
    const saved = (await opened.autosave?.list()) ?? [];
    const other = offer === undefined ? saved[0] : saved.find(({ runId }) => runId === offer);
    const wanted = resume === 'none' ? undefined : saved.find(({ runId }) => runId === resume.run);
    if (other && other.runId !== wanted?.runId) offerTo(opened, other);
    if (!wanted) return noCurves;
    const { history, validation } = await this.#goOn(opened, wanted);
    return { history, validation };
  }

  async prepare(unseen: boolean): Promise<RunStatus> {
    const { trainer, previewer } = this.#session();
    await this.#prepare();
    if (!unseen && !previewer.asked) previewer.ask();
    return trainer.status();
  }

  /** A first step follows at once, and a preview after it. */
  async #prepare(): Promise<void> {
    const { trainer, preparation } = this.#session();
    if (!preparation.begun) await preparation.begin(trainer.run);
  }

  async reset(experiment: Experiment): Promise<RunStatus> {
    return this.#replace({ data: experiment.data, make: (_, dataSet) => Run.begin(experiment, dataSet) });
  }

  async train(lastStep: number): Promise<RunStatus> {
    const { trainer, feed, autosave, previewer } = this.#session();
    if (!trainer.running) await this.#prepare();
    // The first loss waits for no preview: one follows the step.
    if (trainer.run.submitted === 0) previewer.forgo();
    trainer.start(lastStep);
    if (!trainer.running) return trainer.status();
    feed.loadRest();
    autosave?.start();
    // Download it now, or the first save waits for it. A failure here is no error: the save asks again.
    if (autosave) loadArchive().catch(() => {});
    return trainer.status();
  }

  async pause(): Promise<RunStatus> {
    const { trainer, autosave } = this.#session();
    await trainer.stop(async () => autosave?.save());
    return trainer.status();
  }

  async step(): Promise<RunStatus> {
    const { trainer } = this.#session();
    await trainer.stop();
    await this.#prepare();
    trainer.start(trainer.run.settled.step + 1);
    await this.commands.stepEnds(trainer); // a failure is a notice and a phase, as in training
    return trainer.status();
  }

  async setLearningRate(value: number): Promise<RunStatus> {
    const { trainer } = this.#session();
    trainer.setLearningRate(parseParameter('learningRate', value));
    return trainer.status();
  }

  async setBatchSize(value: number): Promise<LoadedRun> {
    const { trainer } = this.#session();
    const batchSize = parseParameter('batchSize', value);
    await trainer.stop();
    const { settled, origin, experiment } = trainer.run;
    if (settled.step === 0 && origin === 'seed') {
      return { ...(await this.reset({ ...experiment, batchSize })), ...noCurves };
    }
    const checkpoint = await this.#checked.take(() => trainer.run.checkpoint());
    return this.#import(async () => withBatchSize(checkpoint, batchSize));
  }

  async setPreviewEvery(steps: number): Promise<void> {
    const opened = this.#session();
    const wereOff = opened.previewEvery === 0;
    opened.previewEvery = parseParameter('previewEvery', steps);
    if (wereOff) opened.previewer.ask();
  }

  async setEvaluateEvery(steps: number): Promise<void> {
    this.#session().evaluateEvery = parseParameter('evaluateEvery', steps);
  }

  generate(id: CallId, request: GenerateRequest): Promise<GenerateResult> {
    return this.#calls.generate(id, request, this.#lookedAt(request.model));
  }

  restore(id: CallId, request: RestoreRequest): Promise<RestoreResult> {
    return this.#calls.restore(id, request, this.#lookedAt(request.model));
  }

  /** This model, or the run as it is when it is looked at. */
  #lookedAt(model: ModelId | undefined): () => Looked {
    const { trainer } = this.#session();
    return () => {
      if (model !== undefined) return this.#models.get(model);
      const { run } = trainer;
      return { network: run.network, step: run.submitted, frozen: (weights) => run.frozen(weights) };
    };
  }

  nearest(id: CallId, pictures: Pictures): Promise<NearestPictures> {
    const { trainer } = this.#session();
    return this.#calls.nearest(id, pictures, trainer.run);
  }

  cancel(id: CallId): void {
    this.#calls.cancel(id);
  }

  async testImage(index: number) {
    return this.#session().feed.testImage(parseParameter('restoreImage', index));
  }

  async noiseLevels(choice: NoiseChoice | null): Promise<NoiseLevels | null> {
    const { description, experiment } = this.#session().trainer.run;
    return (await import('./noise-levels.ts')).noiseLevels(description, experiment, choice);
  }

  load(zip: Uint8Array, id?: CallId): Promise<LoadedRun> {
    return this.#loading(id, async () => (await loadArchive()).unzipped('checkpoint.zip', zip));
  }

  loadFolder(files: readonly CheckpointFile[], id?: CallId, onto?: string): Promise<LoadedRun> {
    return this.#loading(id, async () => (await loadArchive()).checkpointOf(parseFiles(files)), onto);
  }

  openModel(files: readonly CheckpointFile[], id?: CallId): Promise<OpenedModel> {
    this.#session();
    return this.#calls.cancellable(id, async (signal) => {
      const checkpoint = (await loadArchive()).checkpointOf(parseFiles(files));
      await nextTask(); // where a cancellation arrives
      unlessAborted(signal);
      return this.#models.open(checkpoint);
    });
  }

  closeModel(model: ModelId): Promise<void> {
    return this.#models.close(model);
  }

  #loading(id: CallId | undefined, read: () => Promise<Checkpoint>, onto?: string): Promise<LoadedRun> {
    return this.#calls.cancellable(id, (signal) =>
      this.commands.takeEnding(async () => {
        await nextTask(); // where a cancellation arrives that came while the call waited
        unlessAborted(signal);
        return this.#import(read, signal, onto);
      }),
    );
  }

  /** A run of its own, saved at once: a crash would otherwise find nothing of it. */
  async #import(read: () => Promise<Checkpoint>, signal?: AbortSignal, onto?: string): Promise<LoadedRun> {
    const checkpoint = await read();
    const loaded = await this.#replaceFrom(checkpoint, undefined, signal, onto);
    const reason = checkpoint.notices?.join('; ');
    if (reason) this.failures.report(new PlaygroundError('checkpoint-notice', { reason }));
    void this.#session().autosave?.save();
    return loaded;
  }

  async layers(): Promise<readonly LayerNumbers[]> {
    const { trainer } = this.#session();
    const { run } = trainer;
    const { training } = await this.#checked.take(async () => {
      const checkpoint = await run.checkpoint();
      freeUnusedMemory(); // the copies on the device, as large as the weights
      return checkpoint;
    });
    if (!training) return [];
    const [{ layersOf }, { activationsOf }] = await Promise.all([import('./layers.ts'), import('./activations.ts')]);
    return layersOf(training.tensors, await activationsOf(run, () => trainer.run, this.#checked));
  }

  memory(): Promise<MemoryUse> {
    this.#session();
    return this.#device.take(() => {
      const { numTensors, numBytes, ...backend } = tf.memory();
      const onGpu = z.object({ numBytesAllocatedInGPU: z.number() }).safeParse({ ...backend });
      return { tensors: numTensors, bytes: onGpu.success ? onGpu.data.numBytesAllocatedInGPU : numBytes };
    });
  }

  /** At once: a sampler's passes are known only while it samples. */
  async replays(verifyEvery?: number): Promise<readonly ReplayReport[]> {
    this.#session();
    if (verifyEvery !== undefined) verifyReplays(parseVerifyEvery(verifyEvery));
    return replayReports();
  }

  async autosave() {
    return (await this.#session().autosave?.save()) ?? null;
  }

  async resumeAutosave(): Promise<LoadedRun> {
    const session = this.#session();
    if (!session.offered) throw new PlaygroundError('autosave-gone');
    const resumed = await this.#goOn(session, session.offered);
    offerTo(session, null);
    return resumed;
  }

  async discardAutosave(): Promise<void> {
    await discardOffer(this.#session());
  }

  async offerAnother(): Promise<AutosaveOffer | null> {
    return offerAnother(this.#session());
  }

  /** Of a run that stands still with its validation losses up to here; of one in training with those that are there. */
  async save(what: SavedWhat = 'whole'): Promise<Uint8Array<ArrayBuffer>> {
    const { trainer, evaluator } = this.#session();
    if (what === 'weights') {
      const { run } = trainer;
      const checkpoint = await this.#checked.take(() => run.checkpoint());
      if (run.broken) throw run.broken;
      return (await loadArchive()).zippedToShare(checkpoint, run.origin === 'checkpoint');
    }
    if (!trainer.running) await evaluator.validated();
    return (await takeSnapshot(trainer, this.#checked)).zip;
  }

  async close(): Promise<void> {
    if (!this.#opened) return;
    const { trainer, feed, device, preparation, previewer, evaluator } = this.#opened;
    this.#calls.cancelAll();
    preparation.abandon();
    feed.close();
    previewer.close();
    evaluator.close();
    await trainer.stop();
    await this.#device.take(() => {
      this.#models.closeAll();
      trainer.run.dispose();
      trainer.run.dataSet.dispose();
    });
    this.#opened = null;
    await device.idle();
    device.dispose();
  }

  #session(): Opened {
    if (this.failures.lost) throw this.failures.lost;
    if (!this.#opened) throw new PlaygroundError('bug', { message: 'a command came before open' });
    return this.#opened;
  }

  /** Null before the first step (unless the weights were imported), and after a GPU error. */
  async #worthSaving(): Promise<Snapshot | null> {
    const { trainer } = this.#session();
    const { settled, broken, origin } = trainer.run;
    const untouched = settled.step === 0 && origin === 'seed';
    return broken || untouched ? null : takeSnapshot(trainer, this.#checked);
  }

  /** The same run goes on where it was saved last, which another tab may have done meanwhile. */
  async #goOn({ autosave }: Opened, { runId }: AutosaveInfo): Promise<LoadedRun> {
    const saved = await autosave?.load(runId);
    if (!saved) throw new PlaygroundError('autosave-gone');
    const { unzipped } = await loadArchive();
    return this.#replaceFrom(unzipped('autosave', saved.zip), { id: runId, origin: saved.info.origin });
  }

  async #replaceFrom(
    checkpoint: Checkpoint,
    saved?: Pick<Run, 'id' | 'origin'>,
    signal?: AbortSignal,
    onto?: string,
  ): Promise<LoadedRun> {
    const { experiment } = this.#session().trainer.run;
    const progress = checkpoint.training?.progress;
    // A network alone is opened on what it was trained on where everybody has that, else on what there is.
    const own = shippedSet(checkpoint.card?.dataSet.id ?? '')?.id;
    const data = progress?.experiment.data ?? onto ?? own ?? experiment.data;
    const wanted = progress?.dataSet ?? null;
    const make: Replacement['make'] = async (current, dataSet) => {
      if (onto !== undefined)
        (await import('./imported-experiment.ts')).requireClasses(checkpoint.network, dataSet.description);
      return Run.from(checkpoint, current, dataSet, saved);
    };
    return { ...(await this.#replace({ data, wanted, make }, signal)), ...curvesOf(checkpoint) };
  }

  #replace(replacement: Replacement, signal?: AbortSignal): Promise<RunStatus> {
    const opened = this.#session();
    return replaceRun(opened, this.#checked, replacement, {
      openData: ({ data, wanted }) =>
        openNamedSet({ host: this.host, dataRoot: opened.dataRoot }, data, wanted, signal),
      goOn: (lastStep) => this.train(lastStep),
      report: (error) => this.failures.report(error),
      signal,
    });
  }

  /** Training has ended, by whichever way. */
  #stopped({ autosave, previewer, evaluator, trainer, evaluateEvery }: Opened, error: unknown): void {
    autosave?.stop();
    const { phase, step } = trainer.status();
    if (error === null) {
      previewer.ask();
      // Where a visitor happens to pause is shown, unless the last evaluation still tells (they may be going step by step, and on a slow device
      // an evaluation takes longer than many steps); the curve that is kept does not depend on it.
      const finished = phase === 'finished';
      const tells = !finished && evaluator.behind < evaluateEvery * worthEvaluating;
      if (evaluateEvery > 0 && !tells) evaluator.atRest(finished);
    } else {
      evaluator.abandon(step);
      this.failures.report(error);
    }
    // A run that diverged stands at its last good step.
    if (phase === 'finished' || trainer.run.diverged) void autosave?.save();
  }
}
