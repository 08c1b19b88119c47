/**
 * Types only: what the page and the engine say to each other. The page calls `EngineCommands`; the engine answers each call once, by
 * its value or by an `ErrorReport`. The engine calls `EngineEvents` without waiting for an answer. Whatever the engine sends (pictures,
 * metrics, files) is transferred, never copied; so is the file given to `load`, which the caller loses. The pictures given to `restore` are
 * copied (3 kB each): the page still shows them. A call that takes a `CallId` can be cancelled with `cancel(id)`: it then fails with code
 * `cancelled`. The page does not speak this itself: `client.ts` turns `CallId`s into AbortSignals and fills in what the host knows.
 */
import type {
  BackendName,
  BetaSchedule,
  DataSetDescription,
  Experiment,
  PictureShape,
  PredictionType,
  SamplerName,
} from '../ml/config.ts';
import type { Damage } from '../ml/diffusion/restore/damages.ts';
import type { BaselineName, RepairSettings } from '../ml/diffusion/restore/methods.ts';
import type { ErrorReport } from '../ml/errors.ts';
import type { ReplayReport } from '../ml/replay-report.ts';

export type { BackendName } from '../ml/config.ts';
export type { Damage, DamageKind } from '../ml/diffusion/restore/damages.ts';
export type { BaselineName, RepairMethod, RepairSettings } from '../ml/diffusion/restore/methods.ts';

export type CallId = number;

/** `count` pictures one after another: RGB bytes, [count, height, width, 3], row-major. */
export interface Pictures {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array<ArrayBuffer>;
}

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

/** Where a run's first weights came from: random ones of its seed, or a checkpoint that was imported. */
export type Origin = 'seed' | 'checkpoint';

export interface AutosaveInfo {
  readonly runId: string;
  readonly origin: Origin;
  readonly experiment: Experiment;
  readonly step: number;
  readonly epoch: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export interface AutosaveOffer {
  readonly autosave: AutosaveInfo;
  /** Whether `offerAnother` has another one. */
  readonly others: boolean;
}

/**
 * `ready`: no step taken. `waiting`: training, but the next batch's shard has not arrived. `finished`: the last epoch is done.
 * `failed`: stopped by an error; reset or load goes on. After `not-finite` the run stands at its last good step, can be saved and sampled from, and
 * with a lower learning rate is `paused` (or `ready`) again.
 */
export type Phase = 'ready' | 'training' | 'waiting' | 'paused' | 'finished' | 'failed';

/** What the run's network is: of an imported checkpoint it may be another than the recipe's. */
export interface NetworkReport {
  /** `one-pass`: the article's. `diffusion`: answers for every noise level, and is sampled from step by step. */
  readonly kind: 'one-pass' | 'diffusion';
  /** Numbers that are trained. */
  readonly parameters: number;
  readonly prediction: PredictionType;
  /** Whether it can be asked for a class. */
  readonly knowsClasses: boolean;
  /** Classes that it can be asked for, by number from 0; null where it knows none. As many as the data set has: they are those. */
  readonly classes: number | null;
  /** Whether it has never learned to answer without a class: where none is asked for each picture gets one in turn. */
  readonly needsClass: boolean;
  /** Of the pictures that it takes and gives. Where the data set's are others they are made so. */
  readonly shape: PictureShape;
  /** Whether averaged weights follow the trained ones. */
  readonly hasEma: boolean;
}

export interface RunStatus {
  /** Random, made with the run: an autosave is of the same run where the ids agree. An imported checkpoint begins a run of its own. */
  readonly runId: string;
  readonly origin: Origin;
  readonly network: NetworkReport;
  readonly phase: Phase;
  readonly experiment: Experiment;
  /** What it learns from: the set that the experiment names, as it is. */
  readonly dataSet: DataSetDescription;
  /** Optimizer steps taken. */
  readonly step: number;
  /** Of the next step: counts from 0; equals `experiment.epochs` when finished. */
  readonly epoch: number;
  readonly stepInEpoch: number;
  readonly stepsPerEpoch: number;
  /** As set; the recipe's schedule scales it. */
  readonly learningRate: number;
  /** Of the next step, as the schedule has it. */
  readonly scheduledLearningRate: number;
  /** Loss of the newest step, null before the first. */
  readonly loss: number | null;
  /** The last loss of each finished epoch, as the article's program prints it. */
  readonly epochLosses: readonly number[];
  /** What the network in training and its step take of the GPU's memory, about, before the first step is taken; null: nobody knows. */
  readonly stepBytes: number | null;
}

/** A run's losses so far, in step order, thinned to at most 2,000 points: enough to draw them. */
export interface LossCurve {
  /** Counts from 1. */
  readonly steps: Float64Array<ArrayBuffer>;
  readonly losses: Float32Array<ArrayBuffer>;
}

/** Mean loss on held-out images with fixed noise and timesteps, in step order. */
export interface ValidationCurve {
  readonly steps: Float64Array<ArrayBuffer>;
  /** Of the weights as training left them. */
  readonly raw: Float32Array<ArrayBuffer>;
  /** Of the averaged weights; NaN where there are none. */
  readonly ema: Float32Array<ArrayBuffer>;
}

/** A run that came back from a file: where it stands, and how it got there. */
export interface LoadedRun extends RunStatus {
  /** Null where the file has none. */
  readonly history: LossCurve | null;
  readonly validation: ValidationCurve | null;
}

/** One row a step, in step order; at most 30 batches a second cross. Columns, so that they transfer cheaply. */
export interface MetricsBatch {
  /** Counts from 1. */
  readonly steps: Float64Array<ArrayBuffer>;
  /** `train/loss`: mean squared error of the batch. */
  readonly losses: Float32Array<ArrayBuffer>;
  /** `train/gradient_norm`: Euclidean, of all parameters together, before clipping; NaN where the recipe does not measure it. */
  readonly gradientNorms: Float32Array<ArrayBuffer>;
  /** `speed/images_per_second`, averaged over about a second. */
  readonly imagesPerSecond: number;
  readonly secondsLeft: number | null;
  readonly status: RunStatus;
}

/** The same eight test images and the same noise every time. Of a diffusion network every image stands at another timestep. */
export interface Preview {
  readonly step: number;
  /** Of each image, least noise first; null where the network knows none. */
  readonly timesteps: readonly number[] | null;
  readonly clean: Pictures;
  readonly noisy: Pictures;
  readonly output: Pictures;
}

/** Every so many steps, of networks with a sampler: how well it does on images that it never learns from, and what it can make by now. */
export interface Evaluation {
  readonly step: number;
  /** Mean squared error over held-out images, with the same noise and timesteps every time. */
  readonly raw: number;
  /** The same of the averaged weights, null where there are none. */
  readonly ema: number | null;
  /** `raw` by timestep: the mean over each tenth of the timesteps, least noise first. */
  readonly buckets: Float32Array<ArrayBuffer>;
  /** Sampled from the same noise every time, by few steps, with the averaged weights. */
  readonly samples: Pictures;
}

/** Of some numbers: equal bins from the lowest to the highest. */
export interface NumbersHistogram {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
  readonly counts: Uint32Array<ArrayBuffer>;
}

export interface LayerNumbers {
  /** As PyTorch names it. */
  readonly layer: string;
  readonly parameters: number;
  readonly weights: NumbersHistogram;
  /** Their running mean, as the optimizer keeps it; null where it has none yet. */
  readonly gradients: NumbersHistogram | null;
  /** What it answers to the preview's images: of many numbers some. Null of layers that answer none of their own. */
  readonly activations: NumbersHistogram | null;
}

/** Of the device's programs for a training step: how many are compiled. */
export interface PreparationProgress {
  readonly done: number;
  readonly total: number;
}

export interface DataProgress {
  readonly shardsReady: number;
  readonly shardsFailed: number;
  readonly shardsTotal: number;
  readonly bytesReady: number;
  readonly bytesTotal: number;
  readonly images: number;
}

/** Training images to look at: the first ones that the experiment's classes admit. */
export interface DataSample {
  readonly pictures: Pictures;
  readonly labels: Uint16Array<ArrayBuffer>;
}

/** How a diffusion network is sampled from; a one-pass network has no use for it. */
export interface Sampling {
  readonly sampler: SamplerName;
  readonly steps: number;
  /** DDIM only: 0 to 1. */
  readonly eta: number;
  /** Classifier-free guidance; 1 is none. */
  readonly guidance: number;
  /** Number of one of the network's classes; null: none in particular. */
  readonly classIndex: number | null;
  readonly weights: 'ema' | 'raw';
}

/** Of a model that was opened beside the run; the engine numbers them from 1. */
export type ModelId = number;

/** A network that can be sampled from beside the run. */
export interface OpenedModel {
  readonly model: ModelId;
  readonly network: NetworkReport;
  /** Optimizer steps that it was trained for; 0 where nothing says. */
  readonly step: number;
  /** What it was trained on, where its folder says so. */
  readonly dataSet: DataSetDescription | null;
}

export interface GenerateRequest {
  /** Samples from this model; without it from the run's network. */
  readonly model?: ModelId;
  readonly seed: number;
  readonly count: number;
  readonly sampling: Sampling;
  /** Pictures on the way from the seed's first one to another. Of a network that is sampled from step by step, with a scheduler that draws no noise on its way. */
  readonly walk?: Walk;
  /** Begins with a picture that has been taken some of the way to noise, instead of with noise alone. Not with a walk. */
  readonly from?: Sketch;
}

/** What is painted over: SDEdit (Meng et al., "SDEdit: Guided Image Synthesis and Editing with Stochastic Differential Equations", 2022). */
export interface Sketch {
  /** One picture, of the network's size. */
  readonly original: Pictures;
  /** How far it is taken: a timestep of the network's training. The more noise, the less of it is kept. */
  readonly timestep: number;
}

/** The other end of a walk. Its pictures go there evenly, both ends included. */
export interface Walk {
  readonly seed: number;
  /** The class there, where the sampling has one; null: the same. */
  readonly classIndex: number | null;
}

/** One step of a `generate` or `restore` call, as it happens. */
export interface GenerateStep {
  readonly call: CallId;
  /** Counts from 0. */
  readonly index: number;
  readonly total: number;
  /** That the step went out from. */
  readonly timestep: number;
  /** What the network saw, clamped to what a picture can hold. */
  readonly noisy: Pictures;
  /** The clean image that the network sees in it. */
  readonly predicted: Pictures;
}

export interface GenerateResult {
  readonly step: number;
  /** As requested. */
  readonly seed: number;
  /** As carried out; null where it was one pass. */
  readonly sampling: Sampling | null;
  readonly noise: Pictures;
  readonly samples: Pictures;
}

export interface RestoreRequest {
  /** Asks this model; without it the run's network. */
  readonly model?: ModelId;
  /** The originals: one picture or more of the network's size, or one larger picture, at most 512 pixels a side (`mostRepairSide`). */
  readonly original: Pictures;
  readonly damage: Damage;
  /** Of the damage, and of the noise that a method begins with. */
  readonly seed: number;
  readonly repair: RepairSettings;
  /** Number of one of the network's classes, or one for each picture; null: none in particular. */
  readonly classIndex: number | null | readonly number[];
  /** Classifier-free guidance; 1 is none. */
  readonly guidance: number;
}

/** How far a `restore` call is with a picture that is larger than the network's. Counts from 1; at most ten a second, and the last. */
export interface RepairProgress {
  readonly call: CallId;
  /** Through the network, of the whole picture. */
  readonly pass: number;
  readonly passes: number;
  /** Tiles of a U-Net, strips of the article's network, that this pass has computed. */
  readonly part: number;
  readonly parts: number;
}

/** Against the original, on 8-bit RGB. PSNR in dB (Infinity where equal), SSIM in [-1, 1]. */
export interface Quality {
  readonly psnr: number;
  readonly ssim: number;
}

export interface RestoreResult {
  readonly step: number;
  readonly original: Pictures;
  readonly damaged: Pictures;
  readonly restored: Pictures;
  /** Passes through the network. */
  readonly passes: number;
  /** From the first of them to the last, with what else the device did meanwhile. */
  readonly milliseconds: number;
  /** Of each picture. */
  readonly quality: { readonly damaged: readonly Quality[]; readonly restored: readonly Quality[] };
  /** What filters make of the same, those that are made for the damage. */
  readonly baselines: readonly BaselineResult[];
}

export interface BaselineResult {
  readonly name: BaselineName;
  readonly pictures: Pictures;
  readonly quality: readonly Quality[];
}

/** Of each picture that was given, the training picture that is most like it. */
export interface NearestPictures {
  /** In the order of those that were given; mirrored where that is nearer and training mirrors. */
  readonly pictures: Pictures;
  /** Mean squared difference of the colours, of bytes divided by 255: 0 is equal. */
  readonly distances: Float32Array<ArrayBuffer>;
  /** Numbers of the training pictures. */
  readonly indices: Uint32Array<ArrayBuffer>;
  readonly labels: Uint16Array<ArrayBuffer>;
  /** How many training pictures were compared: those that had arrived. */
  readonly compared: number;
}

/** A noise schedule to look at: how fast the noise grows with the timestep, from which beta to which. */
export interface NoiseChoice {
  readonly betaSchedule: BetaSchedule;
  /** Above 0 and below 1. The cosine schedule has no use for either. */
  readonly betaStart: number;
  readonly betaEnd: number;
  readonly zeroTerminalSnr: boolean;
}

/** What a noisy picture is made of at each timestep: `alphas` of the picture and `sigmas` of noise of standard deviation 1, least noise first. */
export interface NoiseLevels {
  /** Then alpha + sigma = 1; else alpha^2, diffusers' alphas_cumprod, + sigma^2 = 1. */
  readonly isFlow: boolean;
  readonly timesteps: Float32Array<ArrayBuffer>;
  readonly alphas: Float32Array<ArrayBuffer>;
  readonly sigmas: Float32Array<ArrayBuffer>;
  /** How much likelier training draws this timestep than if all were alike. */
  readonly density: Float32Array<ArrayBuffer>;
}

export interface TestImage {
  readonly picture: Pictures;
  readonly label: number;
}

/** What the run holds on to, between two steps: grows only where something leaks. */
export interface MemoryUse {
  readonly tensors: number;
  /** Allocated on the GPU, pooled buffers included; on the other backends what tfjs counts for its tensors. */
  readonly bytes: number;
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
