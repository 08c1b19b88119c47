/**
 * The engine: answers the commands of `workers/protocol.ts` for one page or one command line. Commands that change the run wait for each
 * other; looking at it (generate, restore, preview, save) takes turns with training steps and changes nothing.
 */
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { readFolder, writeFolder } from '../ml/checkpoint/folder.ts';
import { unzipFolder, zipFolder } from '../ml/checkpoint/zip.ts';
import type { Experiment } from '../ml/config.ts';
import { openDataSet } from '../ml/data/dataset.ts';
import { type Device, openDevice } from '../ml/device/index.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { parseExperiment, parseParameter } from '../ml/experiment.ts';
import type {
  CallId,
  EngineCommands,
  EngineEvents,
  EngineReport,
  MemoryUse,
  OpenOptions,
  RunStatus,
} from '../workers/protocol.ts';
import { Autosave, type Snapshot } from './autosave.ts';
import { DataFeed } from './data-feed.ts';
import type { EngineHost } from './host.ts';
import { generatePictures, restorePicture } from './look.ts';
import { isPreviewStep, Previewer } from './preview.ts';
import { parseGenerate, parseRestore } from './requests.ts';
import { Run } from './run.ts';
import { Trainer } from './trainer.ts';
import { Turns } from './turns.ts';

/** tfjs has one backend a process: open the next session after the last was closed. */
export interface EngineSession extends EngineCommands {
  /** For hosts that outlive their engine: stops, and frees the device. Saves nothing. */
  close(): Promise<void>;
}

export function createSession(host: EngineHost, events: EngineEvents): EngineSession {
  const session = new Session(host, events);
  return {
    open: (options, dataLocation) => session.open(options, dataLocation),
    reset: (experiment) => session.changing(() => session.reset(parseExperiment(experiment))),
    train: (lastStep) => session.changing(() => session.train(lastStep ?? Number.POSITIVE_INFINITY)),
    pause: () => session.changing(() => session.pause()),
    step: () => session.changing(() => session.step()),
    setLearningRate: (value) => session.changing(() => session.setLearningRate(value)),
    setPreviewEvery: (steps) => session.changing(() => session.setPreviewEvery(steps)),
    generate: async (id, request) => {
      const parsed = parseGenerate(request);
      return session.looking(id, (run) => generatePictures(run.model, parsed, run.submitted));
    },
    restore: async (id, request) => {
      const parsed = parseRestore(request);
      return session.looking(id, (run) => restorePicture(run.model, parsed, run.submitted));
    },
    testImage: (index) => session.testImage(index),
    save: async () => (await session.snapshot()).zip,
    load: (zip) => session.changing(() => session.load(zip)),
    autosave: () => session.autosave(),
    resumeAutosave: () => session.changing(() => session.resumeAutosave()),
    discardAutosave: () => session.changing(() => session.discardAutosave()),
    memory: () => session.memory(),
    cancel: async (id) => session.cancel(id),
    close: () => session.changing(() => session.close()),
  };
}

/** What there is once `open` has answered. */
interface Opened {
  readonly device: Device;
  readonly feed: DataFeed;
  readonly trainer: Trainer;
  readonly previewer: Previewer;
  readonly autosave: Autosave | null;
  /** Found when opening, neither resumed nor discarded yet. */
  offered: Snapshot | null;
  previewEvery: number;
}

class Session {
  /** Commands that change the run, one at a time. */
  readonly #commands = new Turns();
  /** Whatever uses the network, between two training steps. */
  readonly #device = new Turns();
  readonly #calls = new Map<CallId, AbortController>();
  #opened: Opened | null = null;
  #lost: PlaygroundError | null = null;

  constructor(
    private readonly host: EngineHost,
    private readonly events: EngineEvents,
  ) {}

  open(options: OpenOptions, dataLocation: string): Promise<EngineReport> {
    return this.#commands.take(async () => {
      if (this.#opened) throw new PlaygroundError('bug', { message: 'the engine is open already' });
      const experiment = parseExperiment(options.experiment);
      const previewEvery = parseParameter('previewEvery', options.previewEvery);
      const dataSet = await openDataSet(this.host.openShards(dataLocation));
      const device = await openDevice(options.backend);
      this.#watch(device);
      const trainer = new Trainer(new Run(experiment), dataSet, this.#device, this.events, {
        settled: ({ step }) => {
          if (isPreviewStep(step, opened.previewEvery)) opened.previewer.ask();
        },
        stopped: (error) => this.#stopped(opened, error),
      });
      const run = () => trainer.run;
      const tell = (error: unknown): void => this.#tell(error);
      const { storage } = this.host;
      const opened: Opened = {
        device,
        trainer,
        previewEvery,
        feed: new DataFeed(dataSet, this.events),
        previewer: new Previewer(dataSet, this.#device, run, (preview) => this.events.preview(preview), tell),
        autosave: storage && new Autosave(storage, () => this.#worthSaving(), tell),
        offered: null,
      };
      this.#opened = opened;
      opened.offered = (await opened.autosave?.load()) ?? null;
      if (options.resume === 'last' && opened.offered) await this.resumeAutosave().catch(tell);
      opened.feed.begin(trainer.run.experiment);
      opened.previewer.ask();
      const { backend, adapter, features, fallback } = device;
      const autosave = opened.offered?.info ?? null;
      return { backend, adapter, features, fallback, status: trainer.status(), autosave };
    });
  }

  /** Runs a command when the ones before it have ended. */
  changing<T>(command: () => Promise<T>): Promise<T> {
    return this.#commands.take(command);
  }

  async reset(experiment: Experiment): Promise<RunStatus> {
    return this.#replace(() => new Run(experiment));
  }

  async train(lastStep: number): Promise<RunStatus> {
    const { trainer, feed, autosave } = this.#session();
    trainer.start(lastStep);
    if (!trainer.running) return trainer.status();
    feed.loadAll();
    autosave?.start();
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
    trainer.start(trainer.run.settled.step + 1);
    await trainer.ended(); // a failure is a notice and a phase, as in training
    return trainer.status();
  }

  async setLearningRate(value: number): Promise<RunStatus> {
    const { trainer } = this.#session();
    trainer.run.learningRate = parseParameter('learningRate', value);
    return trainer.status();
  }

  async setPreviewEvery(steps: number): Promise<void> {
    this.#session().previewEvery = parseParameter('previewEvery', steps);
  }

  /** Uses the network in a turn of its own, unless cancelled before. */
  async looking<T>(id: CallId, look: (run: Run) => Promise<T>): Promise<T> {
    const { trainer } = this.#session();
    const call = new AbortController();
    this.#calls.set(id, call);
    const unlessCancelled = (): void => {
      if (call.signal.aborted) throw new PlaygroundError('cancelled');
    };
    try {
      return await this.#device.take(async () => {
        unlessCancelled();
        const result = await look(trainer.run);
        unlessCancelled();
        return result;
      });
    } finally {
      this.#calls.delete(id);
    }
  }

  cancel(id: CallId): void {
    this.#calls.get(id)?.abort();
  }

  async testImage(index: number) {
    return this.#session().feed.testImage(parseParameter('restoreImage', index));
  }

  async load(zip: Uint8Array): Promise<RunStatus> {
    const checkpoint = readFolder('checkpoint.zip', unzipFolder('checkpoint.zip', zip));
    return this.#replace((experiment) => Run.from(checkpoint, experiment));
  }

  memory(): Promise<MemoryUse> {
    this.#session();
    return this.#device.take(() => {
      const { numTensors, numBytes, ...backend } = tf.memory();
      const onGpu = z.object({ numBytesAllocatedInGPU: z.number() }).safeParse({ ...backend });
      return { tensors: numTensors, bytes: onGpu.success ? onGpu.data.numBytesAllocatedInGPU : numBytes };
    });
  }

  async autosave() {
    return (await this.#session().autosave?.save()) ?? null;
  }

  async resumeAutosave(): Promise<RunStatus> {
    const session = this.#session();
    if (!session.offered) throw new PlaygroundError('checkpoint-not-one', { name: 'autosave' });
    const { zip } = session.offered;
    const status = await this.load(zip);
    session.offered = null;
    return status;
  }

  async discardAutosave(): Promise<void> {
    const session = this.#session();
    session.offered = null;
    await session.autosave?.clear();
  }

  /** The checkpoint of this moment, also while training runs. */
  async snapshot(): Promise<Snapshot> {
    const { trainer } = this.#session();
    const checkpoint = await this.#device.take(() => trainer.run.checkpoint());
    const progress = checkpoint.training?.progress;
    if (!progress || (progress.loss !== null && !Number.isFinite(progress.loss))) {
      throw new PlaygroundError('not-finite', { step: progress?.step ?? 0 });
    }
    const { experiment, step, cursor } = progress;
    return {
      info: { experiment, step, epoch: cursor.epoch, savedAt: Date.now() },
      zip: zipFolder(writeFolder(checkpoint)),
    };
  }

  async close(): Promise<void> {
    if (!this.#opened) return;
    const { trainer, feed, device } = this.#opened;
    feed.close();
    await trainer.stop();
    await this.#device.take(() => trainer.run.dispose());
    this.#opened = null;
    device.dispose();
  }

  #session(): Opened {
    if (this.#lost) throw this.#lost;
    if (!this.#opened) throw new PlaygroundError('bug', { message: 'a command came before open' });
    return this.#opened;
  }

  /** Null before the first step and after a loss that is no number. */
  async #worthSaving(): Promise<Snapshot | null> {
    const { settled } = this.#session().trainer.run;
    return settled.step === 0 || !Number.isFinite(settled.loss) ? null : this.snapshot();
  }

  async #replace(make: (experiment: Experiment) => Run): Promise<RunStatus> {
    const { trainer, feed, previewer, autosave } = this.#session();
    await trainer.stop();
    await trainer.replace(await this.#device.take(() => make(trainer.run.experiment)));
    autosave?.forget();
    previewer.ask();
    feed.showSample(trainer.run.experiment).catch((error: unknown) => this.#tell(error));
    return trainer.status();
  }

  /** Training has ended, by whichever way. */
  #stopped({ autosave, previewer, trainer }: Opened, error: unknown): void {
    autosave?.stop();
    if (error !== null) this.#tell(error);
    else previewer.ask();
    if (trainer.status().phase === 'finished') void autosave?.save();
  }

  #watch(device: Device): void {
    device.errors((error) => this.#tell(error));
    void device.lost.then((error) => {
      this.#lost = error;
      this.#opened?.autosave?.stop();
      this.#opened?.feed.close();
      this.events.lost(reportOf(error));
    });
  }

  /** After the loss of the device everything fails, and `lost` has said so. */
  #tell(error: unknown): void {
    if (!this.#lost) this.events.notice(reportOf(error));
  }
}
