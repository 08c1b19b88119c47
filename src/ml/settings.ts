/**
 * Types of the settings of a run and of its views, and the defaults for the views. An experiment's
 * defaults come from its recipe.
 */
import { damageFacts } from './diffusion/restore/damage-kinds.ts';
import type { DamageKind } from './diffusion/restore/damages.ts';
import { type RepairMethod, repairDefaults } from './diffusion/restore/methods.ts';
import type {
  BetaSchedule,
  LossName,
  OptimizerName,
  PaintTool,
  Precision,
  PredictionType,
  RecipeName,
  RepairSize,
} from './options.ts';
import type { SamplerName } from './samplers.ts';

/**
 * Everything that, together with the data, determines a run's numbers: initial weights, batch
 * order, noise and updates.
 */
export interface Experiment {
  readonly recipe: RecipeName;
  /** The data set's `id` (`data/description.ts`). */
  readonly data: string;
  /** Unsigned 32-bit: the root of every random stream of the run. */
  readonly seed: number;
  /** Images per step; an epoch's last, partial batch is kept. */
  readonly batchSize: number;
  /**
   * The step size of AdamW, before the recipe's schedule; Muon's is ten times as large
   * (`kernels/muon/constants.ts`). May change during training; the change is part of the state, not
   * of the link.
   */
  readonly learningRate: number;
  readonly epochs: number;
  /** Labels of the data set, ascending, at least one (`allClassesOf`). */
  readonly classes: readonly number[];
  /** Every image is mirrored with probability 1/2. */
  readonly horizontalFlip: boolean;
  /**
   * Draws of noise per image, of which it gets the nearest (Li et al. 2025, arXiv 2505.18521, the
   * KNN form); 1: plain noise.
   */
  readonly noiseDraws: number;
  /** Used by the recipes that offer it as an option; the others use AdamW. */
  readonly optimizer: OptimizerName;
  /**
   * The loss of training and of held-out images. Used by the recipes that offer it; the article's
   * is `mse`.
   */
  readonly loss: LossName;
  /** Weights the loss by min(SNR, gamma) (Hang et al. 2023); 0: every timestep counts the same. */
  readonly minSnrGamma: number;
  readonly betaSchedule: BetaSchedule;
  /** diffusers' rescale_betas_zero_snr: the last timestep is pure noise. */
  readonly zeroTerminalSnr: boolean;
  /** What the network learns to predict. */
  readonly predictionType: PredictionType;
  /** `float16` needs a WebGPU device with `shader-f16`. */
  readonly precision: Precision;
}

export type ExperimentKey = keyof Experiment;

/**
 * Settings for generating and restoring. They are not part of the experiment, as they never change
 * training.
 */
export interface LookSettings {
  /** The active tool of the Paint view. */
  readonly paintTool: PaintTool;
  /** Steps between previews; 0: none. */
  readonly previewEvery: number;
  /**
   * Steps between validations, each with a grid of samples; for recipes with a sampler. 0: none.
   */
  readonly evaluateEvery: number;
  readonly generateSeed: number;
  readonly generateCount: number;
  /**
   * The recipe `article` does not use this and the settings up to `sampleWeights`: it answers in
   * one pass.
   */
  readonly sampler: SamplerName;
  readonly sampleSteps: number;
  /** DDIM: 0 is deterministic, 1 as noisy as DDPM. */
  readonly eta: number;
  /** Classifier-free guidance, for networks that know classes; 1: none. */
  readonly guidance: number;
  /** `any`, the name of a class of a shipped set, or a class number (`classNumber`). */
  readonly sampleClass: string;
  /** The average that follows training, or the weights as training left them. */
  readonly sampleWeights: 'ema' | 'raw';
  /** Seed at the other end of a walk, which begins with `generateSeed`. */
  readonly walkSeed: number;
  /** Class at the other end, in the form of `sampleClass`; `any`: the same class all the way. */
  readonly walkClass: string;
  /** Pictures of a walk, both ends included. */
  readonly walkCount: number;
  /** Lanes of a race, in the form of `race-lanes.ts`; empty: the standard ones. */
  readonly raceLanes: string;
  /** Factor on unit Gaussian noise added to the picture in [-1, 1]. */
  readonly restoreNoise: number;
  readonly restoreSeed: number;
  readonly restoreDamage: DamageKind;
  /** The class that the network repairs towards, in the form of `sampleClass`. */
  readonly restoreClass: string;
  /** If the method does not fit the damage, the first that fits is used. */
  readonly restoreMethod: RepairMethod;
  readonly restoreScratches: number;
  /** Side of the squares in pixels. */
  readonly restorePixelation: number;
  /** The factor by which the picture is made smaller. */
  readonly restoreDownscaling: number;
  /** For SDEdit: how far into the noise, as a share of the timesteps. */
  readonly restoreStrength: number;
  /** Size of the visitor’s own picture. */
  readonly restoreSize: RepairSize;
  /** Index of the test image to restore; a set may have fewer images. */
  readonly restoreImage: number;
}

export const lookDefaults: LookSettings = {
  paintTool: 'pictures',
  previewEvery: 25,
  evaluateEvery: 250,
  generateSeed: 7,
  generateCount: 6,
  sampler: 'ddim',
  sampleSteps: 50,
  eta: 0,
  guidance: 2,
  sampleClass: 'any',
  sampleWeights: 'ema',
  walkSeed: 8,
  walkClass: 'any',
  walkCount: 16,
  raceLanes: '',
  restoreNoise: 0.5,
  restoreSeed: 1,
  restoreDamage: 'noise',
  restoreClass: 'any',
  restoreMethod: repairDefaults.method,
  restoreScratches: damageFacts.scratches.amount.first,
  restorePixelation: damageFacts.pixelation.amount.first,
  restoreDownscaling: damageFacts.downscaling.amount.first,
  restoreStrength: repairDefaults.strength,
  restoreSize: 'network',
  restoreImage: 0,
};

/**
 * How many pictures and numbers of a run are shown: the engine makes this many, and the page has
 * space for them.
 */
export const shownCounts = {
  /** Training images to look at. */
  dataSample: 60,
  /** Test images of a preview, and samples of an evaluation. */
  preview: 8,
  /** Equal parts of the timesteps, each with a mean of the held-out losses. */
  buckets: 10,
} as const;

/** Early steps, when much changes with each. */
const early: readonly number[] = [1, 25, 50, 100];

/**
 * Whether an evaluation follows the step (counted from 1). The first shows the network as training
 * began. `every` 0: none ever does.
 */
export function isEvaluationStep(step: number, every: number): boolean {
  return every > 0 && (early.includes(step) || step % every === 0);
}
