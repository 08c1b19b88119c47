/**
 * Recipes and the one table of parameters. The form, the link, the command line and the checkpoint all derive from it.
 * Labels and reasons stand in the words table under `parameters.<key>`; ranges, defaults and units stand here. Data and types only.
 */

export const classNames = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;

/** Side of an image in pixels, and its channels: every CIFAR-10 image is 32 x 32 RGB. */
export const imageSide = 32;
export const imageChannels = 3;

/** tfjs' names of the backends that can train convolutions, fastest first. (Its wasm backend cannot.) */
export const backendNames = ['webgpu', 'webgl', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export const recipeNames = ['article'] as const;
export type RecipeName = (typeof recipeNames)[number];

/** All that determines a run's numbers, together with the data: initial weights, batch order, noise and updates. */
export interface Experiment {
  readonly recipe: RecipeName;
  /** Unsigned 32-bit: the root of every random stream of the run. */
  readonly seed: number;
  /** Images a step; the last, partial batch of an epoch is kept. */
  readonly batchSize: number;
  /** Adam's step size. May change while training runs; the change is part of the state, not of the link. */
  readonly learningRate: number;
  readonly epochs: number;
  /** Indices into `classNames`, ascending, at least one. */
  readonly classes: readonly number[];
}

export interface Recipe {
  readonly name: RecipeName;
  readonly experiment: Experiment;
  /** Adam: the first and second moments' decay and the number that keeps the division finite. */
  readonly adam: { readonly beta1: number; readonly beta2: number; readonly epsilon: number };
  /** Standard deviation of the Gaussian noise added to images in [-1, 1] during training. */
  readonly noiseStd: number;
}

const allClasses = classNames.map((_, index) => index);

/** `article`: the program of the article, to the number (a denoising autoencoder, one pass; no diffusion sampler). */
export const recipes: Readonly<Record<RecipeName, Recipe>> = {
  article: {
    name: 'article',
    experiment: { recipe: 'article', seed: 42, batchSize: 64, learningRate: 1e-3, epochs: 10, classes: allClasses },
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    noiseStd: 1,
  },
};

/** What generating and restoring are set to; looking never changes training, so it is no part of the experiment. */
export interface LookSettings {
  /** Steps between previews. */
  readonly previewEvery: number;
  readonly generateSeed: number;
  readonly generateCount: number;
  /** Factor on unit Gaussian noise added to the picture in [-1, 1]. */
  readonly restoreNoise: number;
  readonly restoreSeed: number;
  /** Index of the CIFAR-10 test image to restore. */
  readonly restoreImage: number;
}

export const lookDefaults: LookSettings = {
  previewEvery: 25,
  generateSeed: 7,
  generateCount: 6,
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

type NumberKey = Exclude<keyof Experiment, 'recipe' | 'classes'> | keyof LookSettings;

const uint32 = { kind: 'number', min: 0, max: 4294967295, integer: true, step: 1, scale: 'linear' } as const;

export const parameters = {
  seed: { ...uint32, linkKey: 'seed', effect: 'reset' },
  batchSize: {
    kind: 'number',
    min: 1,
    max: 512,
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
    max: 1000,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'epochs',
    effect: 'reset',
  },
  previewEvery: {
    kind: 'number',
    min: 1,
    max: 1000,
    integer: true,
    step: 1,
    scale: 'log',
    linkKey: 'preview',
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

/** Whether `value` may stand for the parameter: finite, in range, whole where it must be. */
export function isAllowed(key: ParameterKey, value: number): boolean {
  const p: NumberParameter = parameters[key];
  return Number.isFinite(value) && value >= p.min && value <= p.max && (!p.integer || Number.isInteger(value));
}
