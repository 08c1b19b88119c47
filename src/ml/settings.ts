/** What a run and a look at it are set to: their types, and the defaults of the look. Those of an experiment are its recipe's. */
import { damageRanges } from './diffusion/restore/damage-ranges.ts';
import type { DamageKind } from './diffusion/restore/damages.ts';
import { type RepairMethod, repairDefaults } from './diffusion/restore/methods.ts';
import type {
  BetaSchedule,
  OptimizerName,
  PaintTool,
  Precision,
  PredictionType,
  RecipeName,
  RepairSize,
} from './options.ts';
import type { SamplerName } from './samplers.ts';

/** All that determines a run's numbers, together with the data: initial weights, batch order, noise and updates. */
export interface Experiment {
  readonly recipe: RecipeName;
  /** The data set's `id` (`data/description.ts`). */
  readonly data: string;
  /** Unsigned 32-bit: the root of every random stream of the run. */
  readonly seed: number;
  /** Images a step; the last, partial batch of an epoch is kept. */
  readonly batchSize: number;
  /** The step size of AdamW, before the recipe's schedule; Muon's is ten times as large (`kernels/muon/constants.ts`). May change while training runs; the change is part of the state, not of the link. */
  readonly learningRate: number;
  readonly epochs: number;
  /** Labels of the data set, ascending, at least one (`allClassesOf`). */
  readonly classes: readonly number[];
  /** Every image is mirrored in half of the cases. */
  readonly horizontalFlip: boolean;
  /** Draws of noise for every image, of which it gets the nearest (Li et al. 2025, arXiv 2505.18521, the KNN form); 1: plain noise. */
  readonly noiseDraws: number;
  /** Of the recipes that offer it as an option; the others have AdamW. */
  readonly optimizer: OptimizerName;
  /** Weighs the loss by min(SNR, gamma) (Hang et al. 2023); 0: every timestep counts the same. */
  readonly minSnrGamma: number;
  readonly betaSchedule: BetaSchedule;
  /** diffusers' rescale_betas_zero_snr: the last timestep is pure noise. */
  readonly zeroTerminalSnr: boolean;
  /** What the network learns to answer. */
  readonly predictionType: PredictionType;
  /** `float16` takes a WebGPU device with `shader-f16`. */
  readonly precision: Precision;
}

export type ExperimentKey = keyof Experiment;

/** What generating and restoring are set to; looking never changes training, so it is no part of the experiment. */
export interface LookSettings {
  /** What the Paint view does. */
  readonly paintTool: PaintTool;
  /** Steps between previews; 0: none. */
  readonly previewEvery: number;
  /** Steps between a validation with a grid of samples; of recipes with a sampler. 0: none. */
  readonly evaluateEvery: number;
  readonly generateSeed: number;
  readonly generateCount: number;
  /** The recipe article has no use for this and what follows up to `sampleWeights`: it answers in one pass. */
  readonly sampler: SamplerName;
  readonly sampleSteps: number;
  /** DDIM: 0 is deterministic, 1 as noisy as DDPM. */
  readonly eta: number;
  /** Classifier-free guidance: 1 is none. Of networks that know classes. */
  readonly guidance: number;
  /** `any`, the name of one of the set's classes where the set ships with the page, else a class number (`classNumber`). */
  readonly sampleClass: string;
  /** The average that follows training, or the weights as training left them. */
  readonly sampleWeights: 'ema' | 'raw';
  /** Seed at the other end of a walk, which begins with `generateSeed`. */
  readonly walkSeed: number;
  /** Class at the other end, as `sampleClass` has it; `any`: the same class all the way. */
  readonly walkClass: string;
  /** Pictures of a walk, both ends included. */
  readonly walkCount: number;
  /** Of a race, as `race-lanes.ts` writes them; empty: the standard ones. */
  readonly raceLanes: string;
  /** Factor on unit Gaussian noise added to the picture in [-1, 1]. */
  readonly restoreNoise: number;
  readonly restoreSeed: number;
  readonly restoreDamage: DamageKind;
  /** Of a damage that the method does not fit, the first that does is taken. */
  readonly restoreMethod: RepairMethod;
  readonly restoreScratches: number;
  /** Side of the squares in pixels. */
  readonly restorePixelation: number;
  /** Times smaller. */
  readonly restoreDownscaling: number;
  /** Of SDEdit: how far into the noise, as a share of the timesteps. */
  readonly restoreStrength: number;
  /** Of the visitor’s own picture. */
  readonly restoreSize: RepairSize;
  /** Index of the test image to restore; a set may have fewer than this says. */
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
  restoreMethod: repairDefaults.method,
  restoreScratches: damageRanges.scratches.first,
  restorePixelation: damageRanges.pixelation.first,
  restoreDownscaling: damageRanges.downscaling.first,
  restoreStrength: repairDefaults.strength,
  restoreSize: 'network',
  restoreImage: 0,
};

/** How many pictures and numbers of a run are shown: the engine makes as many, and the page has room for them. */
export const shownCounts = {
  /** Training images to look at. */
  dataSample: 60,
  /** Test images of a preview, and samples of an evaluation. */
  preview: 8,
  /** Equal parts of the timesteps, each with a mean of the held-out losses. */
  buckets: 10,
} as const;

/** Soon after the start much changes with every step. */
const early: readonly number[] = [1, 25, 50, 100];

/** Whether an evaluation follows the step (counted from 1). The first shows what training began with. `every` of 0: none ever does. */
export function isEvaluationStep(step: number, every: number): boolean {
  return every > 0 && (early.includes(step) || step % every === 0);
}
