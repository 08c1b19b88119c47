/**
 * What the engine sends the page about a run: its state, its history, and what is saved of it.
 * Types only.
 */
import type { DataSetDescription, Experiment, PictureShape, PredictionType } from '../../ml/config.ts';

/**
 * Where a run's first weights came from: random ones of its seed, or a checkpoint that was
 * imported.
 */
export type Origin = 'seed' | 'checkpoint';

/**
 * `ready`: no step taken. `waiting`: training, but the next batch's shard has not arrived.
 * `finished`: the last epoch is done. `failed`: stopped by an error; reset or load goes on. After
 * `not-finite` the run is at its last good step, can be saved and sampled from, and with a lower
 * learning rate is `paused` (or `ready`) again.
 */
export type Phase = 'ready' | 'training' | 'waiting' | 'paused' | 'finished' | 'failed';

/** What the run's network is: of an imported checkpoint it may be another than the recipe's. */
export interface NetworkReport {
  /**
   * `one-pass`: the article's. `diffusion`: answers for every noise level, and is sampled from step
   * by step.
   */
  readonly kind: 'one-pass' | 'diffusion';
  /** Numbers that are trained. */
  readonly parameters: number;
  readonly prediction: PredictionType;
  /** Whether it can be asked for a class. */
  readonly knowsClasses: boolean;
  /**
   * Classes that it can be asked for, by number from 0; null where it knows none. As many as the
   * data set has: they are those.
   */
  readonly classes: number | null;
  /**
   * Whether it has never learned to answer without a class: where none is asked for each picture
   * gets one in turn.
   */
  readonly needsClass: boolean;
  /** Of the pictures that it takes and gives. Where the data set's are others they are made so. */
  readonly shape: PictureShape;
  /** Whether averaged weights follow the trained ones. */
  readonly hasEma: boolean;
}

export interface RunStatus {
  /**
   * Random, made with the run: an autosave is of the same run where the ids agree. An imported
   * checkpoint begins a run of its own.
   */
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
  /**
   * What the network in training and its step take of the GPU's memory, about, before the first
   * step is taken; null: nobody knows.
   */
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

/** How a network without its training state is trained, as far as somebody has chosen it. */
export interface ChosenTraining {
  /**
   * The set. By default the one that the network's card names if that ships, otherwise the run's.
   */
  readonly data?: string;
  /**
   * The learning rate. By default the current run's if that is not the recipe's own, otherwise a
   * fifth of it.
   */
  readonly learningRate?: number;
}

/** A run that was restored from a file: its state and its history. */
export interface LoadedRun extends RunStatus {
  /** Null where the file has none. */
  readonly history: LossCurve | null;
  readonly validation: ValidationCurve | null;
}

/**
 * One row a step, in step order; at most 30 batches a second cross. Columns, so that they transfer
 * cheaply.
 */
export interface MetricsBatch {
  /** Counts from 1. */
  readonly steps: Float64Array<ArrayBuffer>;
  /** `train/loss`: of the batch, by the experiment's `loss`. */
  readonly losses: Float32Array<ArrayBuffer>;
  /**
   * `train/gradient_norm`: Euclidean, of all parameters together, before clipping; NaN where the
   * recipe does not measure it.
   */
  readonly gradientNorms: Float32Array<ArrayBuffer>;
  /** `speed/images_per_second`, averaged over about a second. */
  readonly imagesPerSecond: number;
  readonly secondsLeft: number | null;
  readonly status: RunStatus;
}

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
