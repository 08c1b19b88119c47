/**
 * Types only: the messages between page and engine. The page calls `EngineCommands`; the engine
 * answers each call once, with a value or an `ErrorReport`. The engine calls `EngineEvents` and
 * expects no answer. Everything that the engine sends (pictures, metrics, files) is transferred,
 * never copied. The file given to `load` is transferred too, so the caller loses it; the pictures
 * given to `restore` are copied (3 kB each), because the page still shows them. A call that takes a
 * `CallId` can be cancelled with `cancel(id)` and then fails with code `cancelled`. The page does
 * not use this interface directly: `client.ts` turns `CallId`s into AbortSignals and fills in what
 * the host knows.
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
  /** `auto` tries webgpu, webgl and cpu in this order. */
  readonly backend: BackendName | 'auto';
  readonly experiment: Experiment;
  readonly previewEvery: number;
  /**
   * Compiles nothing ahead and makes no preview, so that a model can paint on the device at once.
   * `prepare`, or the first step, does both later.
   */
  readonly unprepared?: boolean;
  /**
   * `{ run }`: after a crash, go on from the newest autosave of that run, or start `experiment` if
   * the run has none.
   */
  readonly resume: 'none' | { readonly run: string };
  /**
   * After a crash: the run that was on offer. It is offered again if it still exists. Without this,
   * the newest run is offered.
   */
  readonly offer?: string;
}

export interface EngineReport {
  readonly backend: BackendName;
  /** The adapter's own name, e.g. "NVIDIA GeForce RTX 4070" or "SwiftShader". */
  readonly adapter: string;
  /** Whether a CPU computes instead of a GPU, through a software adapter or in JavaScript. */
  readonly software: boolean;
  readonly features: readonly string[];
  /** The reason why a faster backend was tried and failed, for the notice; null if none failed. */
  readonly fallback: ErrorReport | null;
  readonly status: RunStatus;
  /** The history of the run that was resumed; null for a fresh run. */
  readonly history: LossCurve | null;
  readonly validation: ValidationCurve | null;
  /** An autosave that can be resumed, of an earlier visit or of `offer`; null if there is none. */
  readonly autosave: AutosaveInfo | null;
  /** Whether `offerAnother` has another one. */
  readonly otherAutosaves: boolean;
}

/** `weights`: only the weights for sampling, in half precision, with a card. */
export type SavedWhat = 'whole' | 'weights';

export interface CheckpointFile {
  /** Relative to the folder, with slashes: `unet/config.json`. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface EngineCommands {
  /**
   * The first call, made once: opens the device, creates or resumes a run, and starts loading the
   * first shard. `dataRoot` is the folder of the data sets in the host's notation: an absolute URL
   * ending in a slash, or a directory. The client fills it in.
   */
  open(options: OpenOptions, dataRoot: string): Promise<EngineReport>;
  /**
   * Compiles the programs of a training step ahead, if that has not been done, and makes the first
   * preview unless `unseen` is true. Answers once the driver has all programs.
   */
  prepare(unseen?: boolean): Promise<RunStatus>;
  /**
   * Starts a fresh run on the data set that the experiment names. The current run is stopped only
   * when the new one exists.
   */
  reset(experiment: Experiment): Promise<RunStatus>;
  /**
   * Starts or resumes training. Answers once training has started, not when it ends. With
   * `lastStep` it pauses after that step. If the last epoch is done it answers `finished`. After
   * `not-finite` it throws that error again until the learning rate has been lowered.
   */
  train(lastStep?: number): Promise<RunStatus>;
  /**
   * Answers, and changes the phase, once the steps in flight have settled and the run has been
   * saved.
   */
  pause(): Promise<RunStatus>;
  step(): Promise<RunStatus>;
  setLearningRate(value: number): Promise<RunStatus>;
  /**
   * Goes on training the current weights with another batch size. This starts a new run, because no
   * seed reproduces it, unless nothing has been trained yet. Stops the current run. A learning rate
   * schedule goes on at the same step, over the number of steps that the new batches need.
   */
  setBatchSize(value: number): Promise<LoadedRun>;
  setPreviewEvery(steps: number): Promise<void>;
  setEvaluateEvery(steps: number): Promise<void>;
  /** Reports every step with the event `generating`. Can be cancelled between two steps. */
  generate(id: CallId, request: GenerateRequest): Promise<GenerateResult>;
  /**
   * Reports steps in the same way if the method has any, and parts with the event `repairing`.
   * Throws `value-invalid` for a method that does not fit damage or network.
   */
  restore(id: CallId, request: RestoreRequest): Promise<RestoreResult>;
  /**
   * Finds the nearest training pictures, among those that have arrived, for pictures of the
   * network's size. Compares in pieces between steps. The pictures are copied.
   */
  nearest(id: CallId, pictures: Pictures): Promise<NearestPictures>;
  testImage(index: number): Promise<TestImage>;
  /**
   * The noise levels of the run's network, or of another schedule. Null if the network knows no
   * timesteps. Throws `scheduler-config`.
   */
  noiseLevels(choice: NoiseChoice | null): Promise<NoiseLevels | null>;
  /**
   * The checkpoint folder as one .zip: the whole, or only the part to pass on. Throws
   * `checkpoint-no-half` if weights are too large for half precision.
   */
  save(what?: SavedWhat): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Opens a .zip of a checkpoint folder from any source, after checking it. If it fails or is
   * cancelled, the current run goes on as before. Throws `model-classes` if the chosen set has more
   * classes than the network.
   */
  load(zip: Uint8Array<ArrayBuffer>, id?: CallId, training?: ChosenTraining): Promise<LoadedRun>;
  /** The same for the separate files of a folder, as a host serves a model. */
  loadFolder(files: readonly CheckpointFile[], id?: CallId, training?: ChosenTraining): Promise<LoadedRun>;
  /**
   * Opens a network beside the run, from a folder's files or one .zip of it. `generate` can sample
   * from it until it is closed; the run is not affected. Throws like `loadFolder`, and
   * `value-invalid` if too many are open.
   */
  openModel(files: readonly CheckpointFile[], id?: CallId): Promise<OpenedModel>;
  /** Frees the model once no call samples from it. */
  closeModel(model: ModelId): Promise<void>;
  /**
   * Throws what `loadFolder` would throw for the folder's configurations. Called before the weights
   * are fetched.
   */
  checkConfigurations(files: readonly CheckpointFile[]): Promise<void>;
  /**
   * Saves now, because the page is being hidden. Null if nothing has been trained or imported, or
   * nothing can be stored.
   */
  autosave(): Promise<AutosaveInfo | null>;
  /**
   * Continues the run that `open` offered from its last save. Throws `autosave-gone` if that no
   * longer exists.
   */
  resumeAutosave(): Promise<LoadedRun>;
  discardAutosave(): Promise<void>;
  /**
   * Offers the run that was saved before the one on offer; after the oldest, the newest again. Null
   * if none is saved.
   */
  offerAnother(): Promise<AutosaveOffer | null>;
  /**
   * The newest save of this run as a .zip, or null. Works without `open`, so that a page without a
   * GPU can export what was saved.
   */
  savedCheckpoint(runId: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Whether the run has a save. Reads no snapshot. */
  isSaved(runId: string): Promise<boolean>;
  /** The current statistics of the run's layers, all read at one moment between two steps. */
  layers(): Promise<readonly LayerNumbers[]>;
  /** For tests and the page's console. During training it answers between two steps. */
  memory(): Promise<MemoryUse>;
  /**
   * Also for tests and the console. A sampler's passes are listed only while it samples. With
   * `verifyEvery`, every n-th run from now on is also computed without its recording, until the
   * engine ends; this changes no number. A wrong recording is reported on the console and not used
   * again. 0: no run.
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
   * Progress of compiling ahead of the first step; null when it is finished. Steps requested in the
   * meantime wait.
   */
  preparing(progress: PreparationProgress | null): void;
  data(progress: DataProgress): void;
  dataSample(sample: DataSample): void;
  /** An error that stops nothing, such as a corrupt shard or a full disk. */
  notice(report: ErrorReport): void;
  /** The engine cannot go on (device.lost); the page starts a new one. */
  lost(report: ErrorReport): void;
}
