/**
 * Types only: what the page and the engine say to each other. The page calls `EngineCommands`; the engine answers each call once, by
 * its value or by an `ErrorReport`. The engine calls `EngineEvents` without waiting for an answer. Whatever the engine sends (pictures,
 * metrics, files) is transferred, never copied; so is the file given to `load`, which the caller loses. The picture given to `restore` is
 * copied (3 kB): the page still shows it. A call that takes a `CallId` can be cancelled with `cancel(id)`: it then fails with code
 * `cancelled`. The page does not speak this itself: `client.ts` turns `CallId`s into AbortSignals and fills in what the host knows.
 */
import type { BackendName, Experiment } from '../ml/config.ts';
import type { ErrorReport } from '../ml/errors.ts';

export type { BackendName } from '../ml/config.ts';

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
  /** `{ run }`: go on from the newest autosave of that run (after a crash), or begin `experiment` anew where it has none. */
  readonly resume: 'none' | { readonly run: string };
  /** The run of an offer that is still open (after a crash): it is offered again, if it is still there. Without one the newest is offered. */
  readonly offer?: string;
}

export interface EngineReport {
  readonly backend: BackendName;
  /** What the adapter calls itself, e.g. "NVIDIA GeForce RTX 4070" or "SwiftShader". */
  readonly adapter: string;
  readonly features: readonly string[];
  /** Set where a faster backend was tried and is not there: why, for the notice. */
  readonly fallback: ErrorReport | null;
  readonly status: RunStatus;
  /** Of the run that was resumed; null for a fresh one. */
  readonly history: LossCurve | null;
  /** An autosave (of an earlier visit, or of `offer`) that can be resumed, if there is one. */
  readonly autosave: AutosaveInfo | null;
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

/**
 * `ready`: no step taken. `waiting`: training, but the next batch's shard has not arrived. `finished`: the last epoch is done.
 * `failed`: stopped by an error (not-finite loss); reset or load goes on.
 */
export type Phase = 'ready' | 'training' | 'waiting' | 'paused' | 'finished' | 'failed';

export interface RunStatus {
  /** Random, made with the run: an autosave is of the same run where the ids agree. An imported checkpoint begins a run of its own. */
  readonly runId: string;
  readonly origin: Origin;
  readonly phase: Phase;
  readonly experiment: Experiment;
  /** Optimizer steps taken. */
  readonly step: number;
  /** Of the next step: counts from 0; equals `experiment.epochs` when finished. */
  readonly epoch: number;
  readonly stepInEpoch: number;
  readonly stepsPerEpoch: number;
  readonly learningRate: number;
  /** Loss of the newest step, null before the first. */
  readonly loss: number | null;
  /** The last loss of each finished epoch, as the article's program prints it. */
  readonly epochLosses: readonly number[];
}

/** A run's losses so far, in step order, thinned to at most 2,000 points: enough to draw them. */
export interface LossCurve {
  /** Counts from 1. */
  readonly steps: Float64Array<ArrayBuffer>;
  readonly losses: Float32Array<ArrayBuffer>;
}

/** A run that came back from a file: where it stands, and how it got there. */
export interface LoadedRun extends RunStatus {
  /** Null where the file has none. */
  readonly history: LossCurve | null;
}

/** One row a step, in step order; at most 30 batches a second cross. Columns, so that they transfer cheaply. */
export interface MetricsBatch {
  /** Counts from 1. */
  readonly steps: Float64Array<ArrayBuffer>;
  /** `train/loss`: mean squared error of the batch. */
  readonly losses: Float32Array<ArrayBuffer>;
  /** `speed/images_per_second`, averaged over about a second. */
  readonly imagesPerSecond: number;
  readonly secondsLeft: number | null;
  readonly status: RunStatus;
}

/** The same eight test images and the same noise every time. */
export interface Preview {
  readonly step: number;
  readonly clean: Pictures;
  readonly noisy: Pictures;
  readonly output: Pictures;
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
  readonly labels: Uint8Array<ArrayBuffer>;
}

export interface GenerateRequest {
  readonly seed: number;
  readonly count: number;
}

export interface GenerateResult {
  readonly step: number;
  /** As requested. */
  readonly seed: number;
  readonly noise: Pictures;
  readonly samples: Pictures;
}

export interface RestoreRequest {
  /** One 32 x 32 picture: the original. */
  readonly original: Pictures;
  readonly noise: number;
  readonly seed: number;
  readonly baseline: BaselineName;
}

export type BaselineName = 'gaussian' | 'bilateral';

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
  readonly baseline: Pictures;
  readonly quality: { readonly damaged: Quality; readonly restored: Quality; readonly baseline: Quality };
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

export interface EngineCommands {
  /**
   * First call, once: makes the device and a fresh or resumed run, starts loading the first shard. `dataLocation` is the folder of
   * manifest.json and the shards, as the host writes it: an absolute URL ending in a slash, or a directory. The client fills it in.
   */
  open(options: OpenOptions, dataLocation: string): Promise<EngineReport>;
  /** A fresh run; whatever ran is stopped. */
  reset(experiment: Experiment): Promise<RunStatus>;
  /**
   * Starts or goes on; answers once training has been started, not when it ends. With `lastStep` it pauses by itself after that step.
   * Where the last epoch is done it answers `finished`; after `not-finite` it throws that again.
   */
  train(lastStep?: number): Promise<RunStatus>;
  /** Answers, and the phase says so, once the steps in flight have settled and the run has been saved. */
  pause(): Promise<RunStatus>;
  step(): Promise<RunStatus>;
  setLearningRate(value: number): Promise<RunStatus>;
  setPreviewEvery(steps: number): Promise<void>;
  generate(id: CallId, request: GenerateRequest): Promise<GenerateResult>;
  restore(id: CallId, request: RestoreRequest): Promise<RestoreResult>;
  testImage(index: number): Promise<TestImage>;
  /** The checkpoint folder as one .zip. */
  save(): Promise<Uint8Array<ArrayBuffer>>;
  /** A .zip of a checkpoint folder, from anywhere: checked before anything is replaced. */
  load(zip: Uint8Array<ArrayBuffer>): Promise<LoadedRun>;
  /** Autosaves now (the page is being hidden). Null where nothing has been trained or imported, or nothing can be stored. */
  autosave(): Promise<AutosaveInfo | null>;
  /** Goes on from the autosave that `open` reported; training since then may have replaced it in the storage, not here. */
  resumeAutosave(): Promise<LoadedRun>;
  discardAutosave(): Promise<void>;
  /** For tests and the curious; while training runs, answered between two steps. */
  memory(): Promise<MemoryUse>;
  cancel(id: CallId): Promise<void>;
}

export interface EngineEvents {
  metrics(batch: MetricsBatch): void;
  status(status: RunStatus): void;
  preview(preview: Preview): void;
  data(progress: DataProgress): void;
  dataSample(sample: DataSample): void;
  /** Something went wrong and all goes on: a corrupt shard, a full disk. */
  notice(report: ErrorReport): void;
  /** The engine cannot go on (device.lost); the page makes a new one. */
  lost(report: ErrorReport): void;
}
