/**
 * The one table of parameters. The form, the link, the command line and the checkpoint all derive from it; the recipes' values are in `recipes.ts`.
 * Labels and reasons stand in the words table under `parameters.<key>`; ranges, defaults and units stand here. Data and types only.
 */
import { mostEpochs, mostNoiseDraws, type RecipeName } from './recipes.ts';

export { classNumber } from './data/class-names.ts';
export {
  allClassesOf,
  type DataSetDescription,
  type DataSetFacts,
  type PictureShape,
} from './data/description.ts';
export { type ShippedSet, type ShippedSetName, shippedSet, shippedSetNames, shippedSets } from './data/shipped-sets.ts';
export { costOf, stepBytesOf } from './recipe-cost.ts';
export { milestoneOf, type RecipeMilestone } from './recipe-milestones.ts';
export { experimentOn, knowsClasses, suits, unetOn } from './recipe-on-set.ts';
export { optimizerOf, type Recipe, type RecipeName, recipeNames, recipes } from './recipes.ts';

/** tfjs' names of the backends that can train convolutions, fastest first. (Its wasm backend cannot.) */
export const backendNames = ['webgpu', 'webgl', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** How the noise grows with the timestep, in diffusers' words; the formulas are in `diffusion/schedule.ts`. */
export const betaSchedules = ['linear', 'scaled_linear', 'squaredcos_cap_v2'] as const;
export type BetaSchedule = (typeof betaSchedules)[number];

/** What a network may be trained to answer; the formulas are in `diffusion/prediction.ts`. */
export const predictionTypes = ['epsilon', 'sample', 'v_prediction', 'flow'] as const;
export type PredictionType = (typeof predictionTypes)[number];

/** How activations and their gradients stand between kernels while a network trains. All arithmetic is float32, as are weights and samples. */
export const precisions = ['float32', 'float16'] as const;
export type Precision = (typeof precisions)[number];

/** What turns gradients into steps. `muon` (Jordan et al. 2024): for the matrices of the hidden layers, AdamW for all else (`kernels/muon`). */
export const optimizers = ['adamw', 'muon'] as const;
export type OptimizerName = (typeof optimizers)[number];

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

/** Short names of the schedulers that a sample can be taken with. */
export const samplerNames = [
  'ddim',
  'ddpm',
  'dpm',
  'unipc',
  'euler',
  'euler-ancestral',
  'heun',
  'flow-match-euler',
] as const;
export type SamplerName = (typeof samplerNames)[number];

/** Those that can run what was trained with this prediction type; the first is the standard. */
export function samplersFor(prediction: PredictionType): readonly SamplerName[] {
  if (prediction === 'flow') return ['flow-match-euler'];
  // diffusers' ancestral Euler knows no `sample`.
  const others = prediction === 'sample' ? ['flow-match-euler', 'euler-ancestral'] : ['flow-match-euler'];
  return samplerNames.filter((name) => !others.includes(name));
}

/** What the Paint view can do with a network. The article's has the first alone. */
export const paintTools = ['pictures', 'race', 'guidance', 'steps', 'walk', 'forward'] as const;
export type PaintTool = (typeof paintTools)[number];

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
  restoreImage: 0,
};

/** A number that a visitor, a link or a command line may set. */
export interface NumberParameter {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  /** The control's increment on a linear scale; on a log scale it goes 1, 2, 5, 10. */
  readonly step: number;
  readonly scale: 'linear' | 'log';
  /** Key in the link's fragment, and `--key` on the command line where the command has it. */
  readonly linkKey: string;
  /** `reset`: takes effect with a new run. `live`: takes effect at once. */
  readonly effect: 'reset' | 'live';
}

/** The keys of `Settings` whose values are numbers. */
type NumberKeyOf<Settings> = {
  [Key in keyof Settings]: Settings[Key] extends number ? Key : never;
}[keyof Settings];

type NumberKey = NumberKeyOf<Experiment> | NumberKeyOf<LookSettings>;

const uint32 = { kind: 'number', min: 0, max: 4294967295, integer: true, step: 1, scale: 'linear' } as const;

export const parameters = {
  seed: { ...uint32, linkKey: 'seed', effect: 'reset' },
  batchSize: {
    kind: 'number',
    min: 1,
    // More than a browser's GPU holds: a run that a cluster went on with opens here, too.
    max: 4_096,
    integer: true,
    step: 1,
    scale: 'log',
    linkKey: 'batch',
    effect: 'reset',
  },
  learningRate: {
    kind: 'number',
    min: 1e-6,
    max: 1,
    integer: false,
    step: 1e-4,
    scale: 'log',
    linkKey: 'lr',
    effect: 'live',
  },
  epochs: {
    kind: 'number',
    min: 1,
    max: mostEpochs,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'epochs',
    effect: 'reset',
  },
  previewEvery: {
    kind: 'number',
    min: 0,
    max: 1000,
    integer: true,
    step: 1,
    scale: 'log',
    linkKey: 'preview',
    effect: 'live',
  },
  minSnrGamma: {
    kind: 'number',
    min: 0,
    max: 20,
    integer: false,
    step: 1,
    scale: 'linear',
    linkKey: 'minsnr',
    effect: 'reset',
  },
  noiseDraws: {
    kind: 'number',
    min: 1,
    max: mostNoiseDraws,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'noisedraws',
    effect: 'reset',
  },
  evaluateEvery: {
    kind: 'number',
    min: 0,
    max: 10_000,
    integer: true,
    step: 1,
    scale: 'log',
    linkKey: 'evaluate',
    effect: 'live',
  },
  generateSeed: { ...uint32, linkKey: 'gseed', effect: 'live' },
  generateCount: {
    kind: 'number',
    min: 1,
    max: 64,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'gcount',
    effect: 'live',
  },
  sampleSteps: {
    kind: 'number',
    min: 1,
    max: 1000,
    integer: true,
    step: 1,
    scale: 'log',
    linkKey: 'steps',
    effect: 'live',
  },
  eta: {
    kind: 'number',
    min: 0,
    max: 1,
    integer: false,
    step: 0.1,
    scale: 'linear',
    linkKey: 'eta',
    effect: 'live',
  },
  guidance: {
    kind: 'number',
    min: 0,
    max: 20,
    integer: false,
    step: 0.5,
    scale: 'linear',
    linkKey: 'guidance',
    effect: 'live',
  },
  walkSeed: { ...uint32, linkKey: 'wseed', effect: 'live' },
  walkCount: {
    kind: 'number',
    min: 2,
    max: 64,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'wcount',
    effect: 'live',
  },
  restoreNoise: {
    kind: 'number',
    min: 0,
    max: 2,
    integer: false,
    step: 0.05,
    scale: 'linear',
    linkKey: 'noise',
    effect: 'live',
  },
  restoreSeed: { ...uint32, linkKey: 'nseed', effect: 'live' },
  restoreImage: {
    kind: 'number',
    min: 0,
    max: 9999,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'image',
    effect: 'live',
  },
} as const satisfies Record<NumberKey, NumberParameter>;

export type ParameterKey = keyof typeof parameters;

/** Something that is on or off. In a link 1 or 0. */
export interface SwitchParameter {
  readonly kind: 'switch';
  readonly linkKey: string;
  readonly effect: 'reset' | 'live';
}

export const switches = {
  horizontalFlip: { kind: 'switch', linkKey: 'flip', effect: 'reset' },
  zeroTerminalSnr: { kind: 'switch', linkKey: 'zerosnr', effect: 'reset' },
} as const satisfies Partial<Record<ExperimentKey, SwitchParameter>>;
export type SwitchKey = keyof typeof switches;

/** One of several names. Their words stand in the words table under `choices.<key>.<name>`. */
export interface ChoiceParameter {
  readonly kind: 'choice';
  readonly options: readonly string[];
  readonly linkKey: string;
  readonly effect: 'reset' | 'live';
}

export const choices = {
  optimizer: { kind: 'choice', options: optimizers, linkKey: 'optimizer', effect: 'reset' },
  betaSchedule: { kind: 'choice', options: betaSchedules, linkKey: 'schedule', effect: 'reset' },
  // `flow` is a recipe: its noise levels are others, too.
  predictionType: {
    kind: 'choice',
    options: ['epsilon', 'sample', 'v_prediction'],
    linkKey: 'prediction',
    effect: 'reset',
  },
  precision: { kind: 'choice', options: precisions, linkKey: 'precision', effect: 'reset' },
  paintTool: { kind: 'choice', options: paintTools, linkKey: 'paint', effect: 'live' },
  sampler: { kind: 'choice', options: samplerNames, linkKey: 'sampler', effect: 'live' },
  sampleWeights: { kind: 'choice', options: ['ema', 'raw'], linkKey: 'weights', effect: 'live' },
} as const satisfies Partial<Record<ExperimentKey | keyof LookSettings, ChoiceParameter>>;
export type ChoiceKey = keyof typeof choices;

/** A class of the data set, or `any`. */
export interface ClassParameter {
  readonly kind: 'class';
  readonly linkKey: string;
  readonly effect: 'live';
}

export const classParameters = {
  sampleClass: { kind: 'class', linkKey: 'class', effect: 'live' },
  walkClass: { kind: 'class', linkKey: 'wclass', effect: 'live' },
} as const satisfies Partial<Record<keyof LookSettings, ClassParameter>>;
export type ClassKey = keyof typeof classParameters;

/** The lanes of a race. */
export interface LanesParameter {
  readonly kind: 'lanes';
  readonly linkKey: string;
  readonly effect: 'live';
}

export const lanesParameters = {
  raceLanes: { kind: 'lanes', linkKey: 'lanes', effect: 'live' },
} as const satisfies Partial<Record<keyof LookSettings, LanesParameter>>;
export type LanesKey = keyof typeof lanesParameters;

/** Whether `value` may stand for the parameter: finite, in range, whole where it must be. */
export function isAllowed(key: ParameterKey, value: number): boolean {
  const p: NumberParameter = parameters[key];
  return Number.isFinite(value) && value >= p.min && value <= p.max && (!p.integer || Number.isInteger(value));
}
