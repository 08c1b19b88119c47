/**
 * Types only: what the page and the engine say to each other. The page calls `EngineCommands`; the engine answers each call once, by
 * its value or by an `ErrorReport`. The engine calls `EngineEvents` without waiting for an answer. Whatever the engine sends (pictures,
 * metrics, files) is transferred, never copied; so is the file given to `load`, which the caller loses. The pictures given to `restore` are
 * copied (3 kB each): the page still shows them. A call that takes a `CallId` can be cancelled with `cancel(id)`: it then fails with code
 * `cancelled`. The page does not speak this itself: `client.ts` turns `CallId`s into AbortSignals and fills in what the host knows.
 */
import type { BackendName, Experiment } from '../ml/config.ts';
import type { ErrorReport } from '../ml/errors.ts';
import type { ReplayReport } from '../ml/replay-report.ts';
import type { LayerNumbers, MemoryUse, PreparationProgress } from './protocol/inspection.ts';
import type {
  DataProgress,
  DataSample,
  Evaluation,
  NearestPictures,
  Pictures,
  Preview,
  TestImage,
} from './protocol/pictures.ts';
import type { RepairProgress, RestoreRequest, RestoreResult } from './protocol/repair.ts';
import type {
  AutosaveInfo,
  AutosaveOffer,
  LoadedRun,
  LossCurve,
  MetricsBatch,
  RunStatus,
  ValidationCurve,
} from './protocol/run.ts';
import type {
  CallId,
  GenerateRequest,
  GenerateResult,
  GenerateStep,
  ModelId,
  NoiseChoice,
  NoiseLevels,
  OpenedModel,
} from './protocol/sampling.ts';

export type { BackendName } from '../ml/config.ts';
export type { Damage, DamageKind } from '../ml/diffusion/restore/damages.ts';
export type { BaselineName, RepairMethod, RepairSettings } from '../ml/diffusion/restore/methods.ts';
export type * from './protocol/inspection.ts';
export type * from './protocol/pictures.ts';
export type * from './protocol/repair.ts';
export type * from './protocol/run.ts';
export type * from './protocol/sampling.ts';

export interface OpenOptions {
  /** `auto` tries webgpu, webgl, cpu in this order. */
  readonly backend: BackendName | 'auto';
  readonly experiment: Experiment;
  readonly previewEvery: number;
  /** Compiles no program ahead and makes no preview: the device is free at once for a model that paints. `prepare` makes up for it, or the first step. */
  readonly unprepared?: boolean;
  /** `{ run }`: go on from the newest autosave of that run (after a crash), or begin `experiment` anew where it has none. */
  readonly resume: 'none' | { readonly run: string };
  /** The run of an offer that is still open (after a crash): it is offered again, if it is still there. Without one the newest is offered. */
  readonly offer?: string;
}

export interface EngineReport {
  readonly backend: BackendName;
  /** What the adapter calls itself, e.g. "NVIDIA GeForce RTX 4070" or "SwiftShader". */
  readonly adapter: string;
  /** Whether a processor computes what a GPU would: a software adapter, or JavaScript. */
  readonly software: boolean;
  readonly features: readonly string[];
  /** Set where a faster backend was tried and is not there: why, for the notice. */
  readonly fallback: ErrorReport | null;
  readonly status: RunStatus;
  /** Of the run that was resumed; null for a fresh one. */
  readonly history: LossCurve | null;
  readonly validation: ValidationCurve | null;
  /** An autosave (of an earlier visit, or of `offer`) that can be resumed, if there is one. */
  readonly autosave: AutosaveInfo | null;
  /** Whether `offerAnother` has another one. */
  readonly otherAutosaves: boolean;
}

/** `weights`: those to sample with, in half precision, with a card and without the training. */
export type SavedWhat = 'whole' | 'weights';

export interface CheckpointFile {
  /** Within the folder, with slashes: `unet/config.json`. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface EngineCommands {
  /**
   * First call, once: makes the device and a fresh or resumed run, starts loading the first shard. `dataRoot` is where the folders of the data sets
   * are, as the host writes it: an absolute URL ending in a slash, or a directory. The client fills it in.
   */
  open(options: OpenOptions, dataRoot: string): Promise<EngineReport>;
  /**
   * Compiles ahead what a training step takes, where that has not been done, and makes the first preview, unless it would be `unseen`. Answers once all has been
   * given to the driver.
   */
  prepare(unseen?: boolean): Promise<RunStatus>;
  /** A fresh run, of the data set that the experiment names; whatever ran is stopped, once the other is there. */
  reset(experiment: Experiment): Promise<RunStatus>;
  /**
   * Starts or goes on; answers once training has been started, not when it ends. With `lastStep` it pauses by itself after that step.
   * Where the last epoch is done it answers `finished`; after `not-finite` it throws that again, until the learning
   * rate has been lowered.
   */
  train(lastStep?: number): Promise<RunStatus>;
  /** Answers, and the phase says so, once the steps in flight have settled and the run has been saved. */
  pause(): Promise<RunStatus>;
  step(): Promise<RunStatus>;
  setLearningRate(value: number): Promise<RunStatus>;
  /**
   * The weights as they are, trained on in batches of another size: a run of its own, as no seed reproduces it (unless nothing has been
   * trained yet). Whatever ran is stopped. A learning rate schedule goes on at the same step, over as many steps as the new batches take.
   */
  setBatchSize(value: number): Promise<LoadedRun>;
  setPreviewEvery(steps: number): Promise<void>;
  setEvaluateEvery(steps: number): Promise<void>;
  /** Tells of every step by the event `generating`. Cancelled between two steps. */
  generate(id: CallId, request: GenerateRequest): Promise<GenerateResult>;
  /** The same where the method has steps, and of parts by the event `repairing`. Throws `value-invalid` for a method that does not fit damage or network. */
  restore(id: CallId, request: RestoreRequest): Promise<RestoreResult>;
  /** Compares pictures of the network's size with the training pictures that have arrived, in pieces between steps. The pictures are copied. */
  nearest(id: CallId, pictures: Pictures): Promise<NearestPictures>;
  testImage(index: number): Promise<TestImage>;
  /** Of the run's network, or of another schedule. Null where the network knows no timesteps. Throws `scheduler-config`. */
  noiseLevels(choice: NoiseChoice | null): Promise<NoiseLevels | null>;
  /** The checkpoint folder as one .zip: the whole, or what is passed on. Throws `checkpoint-no-half` for weights that have no half. */
  save(what?: SavedWhat): Promise<Uint8Array<ArrayBuffer>>;
  /** A .zip of a checkpoint folder, from anywhere: checked before anything is replaced. Where it fails or is cancelled the run goes on as before. */
  load(zip: Uint8Array<ArrayBuffer>, id?: CallId): Promise<LoadedRun>;
  /**
   * The same of a folder's files, as a host that serves a model has them. `onto`: the set that a network without its training goes on with. Without it that
   * is the set that its card names, where it ships, else the run's. Throws `model-classes` where the set has more classes than the network.
   */
  loadFolder(files: readonly CheckpointFile[], id?: CallId, onto?: string): Promise<LoadedRun>;
  /**
   * Opens a network beside the run, of a folder or of one .zip of it, to be sampled from by `generate` until it is closed; the run goes on. Throws as `loadFolder` does, and
   * `value-invalid` where too many are open.
   */
  openModel(files: readonly CheckpointFile[], id?: CallId): Promise<OpenedModel>;
  /** Frees it, once no call samples from it. */
  closeModel(model: ModelId): Promise<void>;
  /** Throws what `loadFolder` would throw for a folder's configurations: asked before its weights are fetched. */
  checkConfigurations(files: readonly CheckpointFile[]): Promise<void>;
  /** Autosaves now (the page is being hidden). Null where nothing has been trained or imported, or nothing can be stored. */
  autosave(): Promise<AutosaveInfo | null>;
  /** Goes on with the run that `open` offered, where it was saved last. Throws `autosave-gone` where it is not there any more. */
  resumeAutosave(): Promise<LoadedRun>;
  discardAutosave(): Promise<void>;
  /** Offers, in the place of the run on offer, the one that was saved before it, after the oldest the newest again; null where none is saved. */
  offerAnother(): Promise<AutosaveOffer | null>;
  /** The newest save of this run as a .zip, or null. Needs no `open`: a page whose GPU is gone exports what was saved. */
  savedCheckpoint(runId: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Whether there is one. Reads no snapshot. */
  isSaved(runId: string): Promise<boolean>;
  /** What the run's layers hold by now: read in one turn between two steps. */
  layers(): Promise<readonly LayerNumbers[]>;
  /** For tests and the curious; while training runs, answered between two steps. */
  memory(): Promise<MemoryUse>;
  /**
   * For the same; of the sampler while it samples. With `verifyEvery` from now on each so-many-th run is computed beside its recording, until the engine ends: changes no number; a recording that
   * is wrong is said on the console and not used any more. 0: none.
   */
  replays(verifyEvery?: number): Promise<readonly ReplayReport[]>;
  cancel(id: CallId): Promise<void>;
}

export interface EngineEvents {
  metrics(batch: MetricsBatch): void;
  status(status: RunStatus): void;
  preview(preview: Preview): void;
  evaluation(evaluation: Evaluation): void;
  generating(step: GenerateStep): void;
  repairing(progress: RepairProgress): void;
  /** Programs are being compiled ahead of the first step; null: no longer. Steps that are asked for meanwhile wait. */
  preparing(progress: PreparationProgress | null): void;
  data(progress: DataProgress): void;
  dataSample(sample: DataSample): void;
  /** Something went wrong and all goes on: a corrupt shard, a full disk. */
  notice(report: ErrorReport): void;
  /** The engine cannot go on (device.lost); the page makes a new one. */
  lost(report: ErrorReport): void;
}
