/**
 * Types only: the messages between page and engine. The page calls `EngineCommands`; the engine
 * answers each call once, with its value or an `ErrorReport`. The engine calls `EngineEvents`
 * without waiting for an answer. Everything that the engine sends (pictures, metrics, files) is
 * transferred, never copied; so is the file given to `load`, which the caller loses. The pictures
 * given to `restore` are copied (3 kB each), because the page still shows them. A call that takes a
 * `CallId` can be cancelled with `cancel(id)`; it then fails with code `cancelled`. The page does
 * not use this directly: `client.ts` turns `CallId`s into AbortSignals and fills in what the host
 * knows.
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
  ChosenTraining,
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
  /**
   * Compiles no program ahead and makes no preview, so that the device is free at once for a model
   * that paints. `prepare`, or the first step, does both later.
   */
  readonly unprepared?: boolean;
  /**
   * `{ run }`: go on from the newest autosave of that run (after a crash), or start `experiment` if
   * it has none.
   */
  readonly resume: 'none' | { readonly run: string };
  /**
   * The run of an offer that is still open (after a crash). It is offered again if it still exists.
   * Without this the newest run is offered.
   */
  readonly offer?: string;
}

export interface EngineReport {
  readonly backend: BackendName;
  /** The adapter's own name, e.g. "NVIDIA GeForce RTX 4070" or "SwiftShader". */
  readonly adapter: string;
  /** Whether a processor computes instead of a GPU: a software adapter, or JavaScript. */
  readonly software: boolean;
  readonly features: readonly string[];
  /** Set where a faster backend was tried and failed: the reason, for the notice. */
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

/** `weights`: those for sampling, in half precision, with a card and without the training state. */
export type SavedWhat = 'whole' | 'weights';

export interface CheckpointFile {
  /** Within the folder, with slashes: `unet/config.json`. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface EngineCommands {
  /**
   * The first call, made once: creates the device and a fresh or resumed run, and starts loading
   * the first shard. `dataRoot` is the folder of the data sets as the host writes it: an absolute
   * URL ending in a slash, or a directory. The client fills it in.
   */
  open(options: OpenOptions, dataRoot: string): Promise<EngineReport>;
  /**
   * Compiles the programs of a training step ahead, if that has not been done, and makes the first
   * preview, unless it would be `unseen`. Answers once all programs have been given to the driver.
   */
  prepare(unseen?: boolean): Promise<RunStatus>;
  /**
   * Starts a fresh run on the data set that the experiment names. Stops the current run once the
   * new one exists.
   */
  reset(experiment: Experiment): Promise<RunStatus>;
  /**
   * Starts or resumes training; answers once training has started, not when it ends. With
   * `lastStep` it pauses by itself after that step. If the last epoch is done it answers
   * `finished`; after `not-finite` it throws that again until the learning rate has been lowered.
   */
  train(lastStep?: number): Promise<RunStatus>;
  /**
   * Answers, and the phase changes, once the steps in flight have settled and the run has been
   * saved.
   */
  pause(): Promise<RunStatus>;
  step(): Promise<RunStatus>;
  setLearningRate(value: number): Promise<RunStatus>;
  /**
   * Trains the current weights on with another batch size, as a new run, because no seed reproduces
   * it (unless nothing has been trained yet). Stops the current run. A learning rate schedule goes
   * on at the same step, over the number of steps that the new batches need.
   */
  setBatchSize(value: number): Promise<LoadedRun>;
  setPreviewEvery(steps: number): Promise<void>;
  setEvaluateEvery(steps: number): Promise<void>;
  /** Reports every step by the event `generating`. Can be cancelled between two steps. */
  generate(id: CallId, request: GenerateRequest): Promise<GenerateResult>;
  /**
   * The same, if the method has steps; reports parts by the event `repairing`. Throws
   * `value-invalid` for a method that does not fit damage or network.
   */
  restore(id: CallId, request: RestoreRequest): Promise<RestoreResult>;
  /**
   * Compares pictures of the network's size with the training pictures that have arrived, in pieces
   * between steps. The pictures are copied.
   */
  nearest(id: CallId, pictures: Pictures): Promise<NearestPictures>;
  testImage(index: number): Promise<TestImage>;
  /**
   * The levels of the run's network, or of another schedule. Null if the network knows no
   * timesteps. Throws `scheduler-config`.
   */
  noiseLevels(choice: NoiseChoice | null): Promise<NoiseLevels | null>;
  /**
   * The checkpoint folder as one .zip: the whole, or only the part to pass on. Throws
   * `checkpoint-no-half` for weights too large for half precision.
   */
  save(what?: SavedWhat): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Opens a .zip of a checkpoint folder from any source; checks it before anything is replaced. If
   * it fails or is cancelled the run goes on as before. Throws `model-classes` if the chosen set
   * has more classes than the network.
   */
  load(zip: Uint8Array<ArrayBuffer>, id?: CallId, training?: ChosenTraining): Promise<LoadedRun>;
  /** The same for a folder's files, as a host serves a model. */
  loadFolder(files: readonly CheckpointFile[], id?: CallId, training?: ChosenTraining): Promise<LoadedRun>;
  /**
   * Opens a network beside the run, from a folder or one .zip of it. `generate` can sample from it
   * until it is closed; the run goes on. Throws like `loadFolder`, and `value-invalid` if too many
   * are open.
   */
  openModel(files: readonly CheckpointFile[], id?: CallId): Promise<OpenedModel>;
  /** Frees it once no call samples from it. */
  closeModel(model: ModelId): Promise<void>;
  /**
   * Throws what `loadFolder` would throw for a folder's configurations. Called before its weights
   * are fetched.
   */
  checkConfigurations(files: readonly CheckpointFile[]): Promise<void>;
  /**
   * Saves now, because the page is being hidden. Null if nothing has been trained or imported, or
   * nothing can be stored.
   */
  autosave(): Promise<AutosaveInfo | null>;
  /**
   * Continues the run that `open` offered from its last save. Throws `autosave-gone` if it no
   * longer exists.
   */
  resumeAutosave(): Promise<LoadedRun>;
  discardAutosave(): Promise<void>;
  /**
   * Replaces the current offer with the run that was saved before it, after the oldest with the
   * newest again; null if none is saved.
   */
  offerAnother(): Promise<AutosaveOffer | null>;
  /**
   * The newest save of this run as a .zip, or null. Needs no `open`, so that a page without a GPU
   * can export what was saved.
   */
  savedCheckpoint(runId: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Whether there is a save. Reads no snapshot. */
  isSaved(runId: string): Promise<boolean>;
  /** The current numbers of the run's layers, read under one lock between two steps. */
  layers(): Promise<readonly LayerNumbers[]>;
  /** For tests and the page's console. During training it answers between two steps. */
  memory(): Promise<MemoryUse>;
  /**
   * For the same use; a sampler's passes are known only while it samples. With `verifyEvery` every
   * n-th run is computed beside its recording from now on, until the engine ends. That changes no
   * number; a wrong recording is reported on the console and not used any more. 0: none.
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
  /**
   * Programs are being compiled ahead of the first step; null: finished. Steps requested meanwhile
   * wait.
   */
  preparing(progress: PreparationProgress | null): void;
  data(progress: DataProgress): void;
  dataSample(sample: DataSample): void;
  /** An error that stops nothing: a corrupt shard, a full disk. */
  notice(report: ErrorReport): void;
  /** The engine cannot go on (device.lost); the page makes a new one. */
  lost(report: ErrorReport): void;
}
