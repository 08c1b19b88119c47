/**
 * Types only: what the engine sends the page about a run: its state, its history, and its saves.
 */
import type { DataSetDescription, Experiment, PictureShape, PredictionType } from '../../ml/config.ts';

/** Where a run's first weights came from: random numbers of its seed, or an imported checkpoint. */
export type Origin = 'seed' | 'checkpoint';

/**
 * `ready`: no step has been taken. `waiting`: training, but the next batch's shard has not arrived.
 * `finished`: the last epoch is done. `failed`: an error stopped the run; a reset or a load starts
 * another. After `not-finite` the run is at its last good step. It can be saved and sampled from,
 * and becomes `paused` (or `ready`) again when its learning rate is lowered.
 */
export type Phase = 'ready' | 'training' | 'waiting' | 'paused' | 'finished' | 'failed';

/** Describes the run's network. For an imported checkpoint it may differ from the recipe's. */
export interface NetworkReport {
  /**
   * `one-pass`: the article's network. `diffusion`: a network that knows every noise level and is
   * sampled from step by step.
   */
  readonly kind: 'one-pass' | 'diffusion';
  /** Number of trained parameters. */
  readonly parameters: number;
  readonly prediction: PredictionType;
  /** Whether a class can be requested. */
  readonly knowsClasses: boolean;
  /**
   * Number of classes that can be requested, numbered from 0; null if the network knows none. If
   * the data set has the same number of classes, they are the data set's.
   */
  readonly classes: number | null;
  /**
   * Whether the network has never learned to work without a class. If no class is requested, the
   * pictures then get the classes in turn.
   */
  readonly needsClass: boolean;
  /**
   * The shape of the pictures that it takes and gives. The data set's pictures are converted to it.
   */
  readonly shape: PictureShape;
  /** Whether averaged weights follow the trained ones. */
  readonly hasEma: boolean;
}

export interface RunStatus {
  /**
   * A random id, made with the run. An autosave with the same id is one of the same run. An
   * imported checkpoint begins a new run.
   */
  readonly runId: string;
  readonly origin: Origin;
  readonly network: NetworkReport;
  readonly phase: Phase;
  readonly experiment: Experiment;
  /** The set that the experiment names, unconverted. */
  readonly dataSet: DataSetDescription;
  /** Number of optimizer steps taken. */
  readonly step: number;
  /**
   * The epoch of the next step, counted from 0; equals `experiment.epochs` when the run is
   * finished.
   */
  readonly epoch: number;
  readonly stepInEpoch: number;
  readonly stepsPerEpoch: number;
  /** The base rate that was set; the recipe's schedule scales it. */
  readonly learningRate: number;
  /** The scheduled learning rate of the next step. */
  readonly scheduledLearningRate: number;
  /** Loss of the newest step; null before the first. */
  readonly loss: number | null;
  /** The last loss of each finished epoch, as the article's program prints it. */
  readonly epochLosses: readonly number[];
  /**
   * About how much GPU memory the network in training and one of its steps take, known before the
   * first step; null if it cannot be told.
   */
  readonly stepBytes: number | null;
}

/**
 * A run's losses so far, in step order, thinned to at most 2,000 points, which are enough to draw.
 */
export interface LossCurve {
  /** Counts from 1. */
  readonly steps: Float64Array<ArrayBuffer>;
  readonly losses: Float32Array<ArrayBuffer>;
}

/** Mean loss on held-out images with fixed noise and timesteps, in step order. */
export interface ValidationCurve {
  readonly steps: Float64Array<ArrayBuffer>;
  /** Losses of the weights as training left them. */
  readonly raw: Float32Array<ArrayBuffer>;
  /** Losses of the averaged weights; NaN if there are none. */
  readonly ema: Float32Array<ArrayBuffer>;
}

/** How to train a network without its training state; contains only what somebody has chosen. */
export interface ChosenTraining {
  /**
   * The data set. By default the one that the network's card names if that ships, otherwise the
   * run's.
   */
  readonly data?: string;
  /**
   * The learning rate. By default the current run's if that differs from the recipe's own,
   * otherwise a fifth of the recipe's.
   */
  readonly learningRate?: number;
}

/** A run that was restored from a file, with its history. */
export interface LoadedRun extends RunStatus {
  /** Null if the file has none. */
  readonly history: LossCurve | null;
  readonly validation: ValidationCurve | null;
}

/**
 * Metrics of several steps, one entry per step in step order; sent at most 30 times a second.
 * Stored as columns, which are cheap to transfer.
 */
export interface MetricsBatch {
  /** Counts from 1. */
  readonly steps: Float64Array<ArrayBuffer>;
  /** `train/loss`: the loss of the batch, by the experiment's `loss`. */
  readonly losses: Float32Array<ArrayBuffer>;
  /**
   * `train/gradient_norm`: Euclidean norm over all parameters, before clipping; NaN if the recipe
   * does not measure it.
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
  /** In milliseconds since 1970. */
  readonly savedAt: number;
}

export interface AutosaveOffer {
  readonly autosave: AutosaveInfo;
  /** Whether `offerAnother` has another one. */
  readonly others: boolean;
}
