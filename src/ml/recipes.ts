/**
 * The recipes: named, complete configurations. This file has the numbers; the words under
 * `recipes.<name>` say what each recipe teaches and what to expect of it. A new recipe's name goes
 * first into `recipeNames` of `options.ts`. Data and types only, because the page reads this
 * without loading a network.
 */
import { allClassesOf } from './data/description.ts';
import { shippedSets } from './data/shipped-sets.ts';
import type { OptimizerName, RecipeName } from './options.ts';
import type { Experiment, ExperimentKey } from './settings.ts';

/**
 * The most epochs of any run. DDPM's 800,000 steps of 128 images (Ho et al. 2020, appendix B) are
 * 2,046 epochs.
 */
export const mostEpochs = 10_000;

/** The most noise draws per image: each costs as much as the first and improves less. */
export const mostNoiseDraws = 8;

/**
 * How averaged weights follow the trained ones: with decay min(1 - (1 + step / invGamma)^-power,
 * maxDecay), as in diffusers' EMAModel with warm-up.
 */
export interface EmaConfig {
  readonly invGamma: number;
  readonly power: number;
  readonly maxDecay: number;
}

/**
 * Settings of AdamW; with weightDecay 0 it is Adam. Clipping, weight decay and the average are the
 * same if the experiment's `optimizer` is Muon.
 */
export interface OptimizerConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled: at each step the weights shrink by learning rate x weight decay. */
  readonly weightDecay: number;
  /**
   * The largest Euclidean norm of the gradients of all parameters together; larger gradients are
   * scaled down to it. Null: no limit.
   */
  readonly maxGradNorm: number | null;
  readonly ema: EmaConfig | null;
}

/**
 * `cosine`: rises linearly from 0 over `warmupSteps`, then falls along half a cosine to 0 at the
 * run's end.
 */
export interface LearningRateSchedule {
  readonly kind: 'constant' | 'cosine';
  readonly warmupSteps: number;
}

interface CommonRecipe {
  readonly name: RecipeName;
  /** The experiment on CIFAR-10; for any other set use `experimentOn` (recipe-on-set.ts). */
  readonly experiment: Experiment;
  /**
   * The fields of the experiment that this recipe uses, besides those that all recipes use. The
   * other fields keep their values and have no effect.
   */
  readonly options: readonly ExperimentKey[];
  readonly optimizer: OptimizerConfig;
  readonly schedule: LearningRateSchedule;
}

/** A denoising autoencoder that answers in one pass. */
export interface ArticleRecipe extends CommonRecipe {
  readonly kind: 'one-pass';
  /** Standard deviation of the Gaussian noise added to images in [-1, 1] during training. */
  readonly noiseStd: number;
}

/** A U-Net that learns to remove noise of every level. */
export interface DiffusionRecipe extends CommonRecipe {
  readonly kind: 'diffusion';
  /**
   * diffusers' `unet/config.json`; missing fields have the defaults of `UNet2DModel`. Side,
   * channels and classes come from the data set: `unetOn` (recipe-on-set.ts).
   */
  readonly unet: Readonly<Record<string, unknown>>;
  /** Whether the network learns the classes of its pictures, if the set has any. */
  readonly knowsClasses: boolean;
  /**
   * How an image's timestep is drawn. `logit-normal`, for `flow`: t = 1000 / (1 + exp(-z)), z ~
   * N(0, 1) (Esser et al. 2024, section 3.1).
   */
  readonly timesteps: 'uniform' | 'logit-normal';
  /**
   * Share of the images that are shown without their class, so that the network also learns to
   * answer without one (Ho and Salimans 2022).
   */
  readonly labelDropout: number;
}

export type Recipe = ArticleRecipe | DiffusionRecipe;

/** Options of every recipe that trains on a noise schedule. */
const diffusionOptions = [
  'horizontalFlip',
  'noiseDraws',
  'optimizer',
  'loss',
  'minSnrGamma',
  'betaSchedule',
  'zeroTerminalSnr',
  'predictionType',
  'precision',
] as const satisfies readonly ExperimentKey[];

/** Options of the `flow` recipes, which have no noise schedule. */
const flowOptions = [
  'horizontalFlip',
  'noiseDraws',
  'optimizer',
  'loss',
  'precision',
] as const satisfies readonly ExperimentKey[];

/**
 * Values of diffusers' train_unconditional.py. Unless a recipe sets its own, learning rate 1e-4 and
 * warm-up 500 also come from there.
 */
const diffusersOptimizer: OptimizerConfig = {
  beta1: 0.95,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 1e-6,
  maxGradNorm: 1,
  ema: { invGamma: 1, power: 0.75, maxDecay: 0.9999 },
};

const diffusionExperiment = {
  data: 'cifar10',
  seed: 42,
  batchSize: 64,
  learningRate: 1e-4,
  epochs: 50,
  classes: allClassesOf(shippedSets.cifar10),
  horizontalFlip: true,
  noiseDraws: 1,
  optimizer: 'adamw',
  loss: 'mse',
  minSnrGamma: 0,
  betaSchedule: 'linear',
  zeroTerminalSnr: false,
  predictionType: 'epsilon',
  // Half precision has gained nothing where it was measured (docs/PERFORMANCE.md).
  precision: 'float32',
} as const satisfies Omit<Experiment, 'recipe'>;

/** One layer per level, 0.36 M parameters. */
const tinyUNet = {
  block_out_channels: [32, 32, 32],
  down_block_types: ['DownBlock2D', 'DownBlock2D', 'AttnDownBlock2D'],
  up_block_types: ['AttnUpBlock2D', 'UpBlock2D', 'UpBlock2D'],
  layers_per_block: 1,
  time_embedding_dim: 64,
  norm_num_groups: 8,
  attention_head_dim: null,
} as const;

/** Two layers per level, attention at 16 x 16 as in Ho et al., 2.5 M parameters. */
const smallUNet = {
  block_out_channels: [32, 64, 96],
  down_block_types: ['DownBlock2D', 'AttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'AttnUpBlock2D', 'UpBlock2D'],
  layers_per_block: 2,
  norm_num_groups: 8,
  attention_head_dim: null,
} as const;

/**
 * One layer per level, with many channels at the levels with small pictures; 7.2 M parameters,
 * which are 14.4 MB in half precision.
 */
const largeUNet = {
  block_out_channels: [64, 128, 192],
  down_block_types: ['DownBlock2D', 'DownBlock2D', 'AttnDownBlock2D'],
  up_block_types: ['AttnUpBlock2D', 'UpBlock2D', 'UpBlock2D'],
  layers_per_block: 1,
  norm_num_groups: 8,
  attention_head_dim: null,
} as const;

/** google/ddpm-cifar10-32: the network of Ho et al. for CIFAR-10, 35.7 M parameters. */
const ddpmCifar10UNet = {
  block_out_channels: [128, 256, 256, 256],
  down_block_types: ['DownBlock2D', 'AttnDownBlock2D', 'DownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'UpBlock2D', 'AttnUpBlock2D', 'UpBlock2D'],
  layers_per_block: 2,
  downsample_padding: 0,
  flip_sin_to_cos: false,
  freq_shift: 1,
  norm_eps: 1e-6,
  norm_num_groups: 32,
  attention_head_dim: null,
} as const;

export const recipes: Readonly<{ article: ArticleRecipe } & Record<Exclude<RecipeName, 'article'>, DiffusionRecipe>> = {
  /** The article's program, with exactly its numbers. */
  article: {
    kind: 'one-pass',
    name: 'article',
    experiment: {
      ...diffusionExperiment,
      recipe: 'article',
      learningRate: 1e-3,
      epochs: 10,
      horizontalFlip: false,
      predictionType: 'sample',
    },
    options: [],
    optimizer: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, maxGradNorm: null, ema: null },
    schedule: { kind: 'constant', warmupSteps: 0 },
    noiseStd: 1,
  },
  /**
   * For a first look at any set: after some hundred steps it makes recognizable pictures of simple
   * subjects. docs/QUALITY.md has the measurements and the other settings that were tried.
   */
  quick: {
    kind: 'diffusion',
    name: 'quick',
    experiment: {
      ...diffusionExperiment,
      recipe: 'quick',
      learningRate: 2e-3,
      epochs: 2,
      optimizer: 'muon',
      predictionType: 'flow',
    },
    options: flowOptions,
    optimizer: { ...diffusersOptimizer, beta1: 0.9 },
    schedule: { kind: 'cosine', warmupSteps: 60 },
    unet: tinyUNet,
    knowsClasses: true,
    timesteps: 'uniform',
    labelDropout: 0.1,
  },
  /**
   * Learning rate and warm-up differ from diffusers'. After 600 steps of 32 images, measured by
   * tools/baselines/recipes.py in PyTorch, the held-out loss was 0.113 with a peak of 1e-4, 0.064
   * with 5e-4, 0.054 with 1e-3, and 0.049 with 2e-3. 4e-3 still trains (0.056 after 200 steps,
   * where 2e-3 has 0.063), so 2e-3 is not at the edge of stability. A warm-up of 500 (at 1e-3) ends
   * at 0.052, but has 0.108 after 200 steps, where one of 100 has 0.073; visitors watch these first
   * steps.
   */
  tiny: {
    kind: 'diffusion',
    name: 'tiny',
    experiment: { ...diffusionExperiment, recipe: 'tiny', learningRate: 2e-3, epochs: 10 },
    options: diffusionOptions,
    optimizer: diffusersOptimizer,
    schedule: { kind: 'cosine', warmupSteps: 100 },
    unet: tinyUNet,
    knowsClasses: false,
    timesteps: 'uniform',
    labelDropout: 0,
  },
  /**
   * The same measurement for this network, over 100 steps with a warm-up of 50, gave 0.341 with a
   * peak of 1e-4, 0.133 with 5e-4, and 0.110 with 1e-3. The recipe uses half of the best rate,
   * because its runs have fifty epochs, and the ends of such runs were not measured. `classes` and
   * `flow` have the same network.
   */
  small: {
    kind: 'diffusion',
    name: 'small',
    experiment: { ...diffusionExperiment, recipe: 'small', learningRate: 5e-4 },
    options: diffusionOptions,
    optimizer: diffusersOptimizer,
    schedule: { kind: 'cosine', warmupSteps: 500 },
    unet: smallUNet,
    knowsClasses: false,
    timesteps: 'uniform',
    labelDropout: 0,
  },
  classes: {
    kind: 'diffusion',
    name: 'classes',
    experiment: { ...diffusionExperiment, recipe: 'classes', learningRate: 5e-4 },
    options: diffusionOptions,
    optimizer: diffusersOptimizer,
    schedule: { kind: 'cosine', warmupSteps: 500 },
    unet: smallUNet,
    knowsClasses: true,
    timesteps: 'uniform',
    labelDropout: 0.1,
  },
  flow: {
    kind: 'diffusion',
    name: 'flow',
    experiment: { ...diffusionExperiment, recipe: 'flow', learningRate: 5e-4, predictionType: 'flow' },
    options: flowOptions,
    optimizer: diffusersOptimizer,
    schedule: { kind: 'cosine', warmupSteps: 500 },
    unet: smallUNet,
    knowsClasses: false,
    timesteps: 'logit-normal',
    labelDropout: 0,
  },
  /**
   * Trains as `quick` does, with twenty times as many weights: for photographs, on a GPU, with an
   * hour to spare.
   */
  large: {
    kind: 'diffusion',
    name: 'large',
    experiment: {
      ...diffusionExperiment,
      recipe: 'large',
      learningRate: 1e-3,
      epochs: 30,
      optimizer: 'muon',
      predictionType: 'flow',
    },
    options: flowOptions,
    optimizer: { ...diffusersOptimizer, beta1: 0.9 },
    schedule: { kind: 'cosine', warmupSteps: 200 },
    unet: largeUNet,
    knowsClasses: true,
    timesteps: 'uniform',
    labelDropout: 0.1,
  },
  'ddpm-cifar10': {
    kind: 'diffusion',
    name: 'ddpm-cifar10',
    experiment: { ...diffusionExperiment, recipe: 'ddpm-cifar10', epochs: 100 },
    options: diffusionOptions.filter((option) => option !== 'optimizer'),
    optimizer: diffusersOptimizer,
    schedule: { kind: 'cosine', warmupSteps: 500 },
    unet: ddpmCifar10UNet,
    knowsClasses: false,
    timesteps: 'uniform',
    labelDropout: 0,
  },
};

/**
 * The optimizer of this experiment. It is AdamW if the recipe offers no choice, whatever the
 * experiment says.
 */
export function optimizerOf({ recipe, optimizer }: Pick<Experiment, 'recipe' | 'optimizer'>): OptimizerName {
  return recipes[recipe].options.includes('optimizer') ? optimizer : 'adamw';
}
