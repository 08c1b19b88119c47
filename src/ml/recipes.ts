/**
 * The recipes: named, complete configurations. What each teaches and what to expect of it stands in the words under `recipes.<name>`; here stand the
 * numbers. Data and types only: the page reads this without loading a network.
 */
import { allClassesOf } from './data/description.ts';
import { shippedSets } from './data/shipped-sets.ts';
import type { OptimizerName, RecipeName } from './options.ts';
import type { Experiment, ExperimentKey } from './settings.ts';

/** Of any run. DDPM's 800,000 steps of 128 images (Ho et al. 2020, appendix B) are 2,046 epochs. */
export const mostEpochs = 10_000;

/** Of the noise of one image: each costs as much as the first, and brings less. */
export const mostNoiseDraws = 8;

/** Shadow weights that follow the trained ones: decay min(1 - (1 + step / invGamma)^-power, maxDecay), as diffusers' EMAModel with warm-up. */
export interface EmaConfig {
  readonly invGamma: number;
  readonly power: number;
  readonly maxDecay: number;
}

/** AdamW; with weightDecay 0 it is Adam. Clipping, weight decay and the average are the same where the experiment's `optimizer` is Muon. */
export interface OptimizerConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled: the weights shrink by learning rate x weight decay each step. */
  readonly weightDecay: number;
  /** Gradients of all parameters together are scaled down to this Euclidean norm; null: as they are. */
  readonly maxGradNorm: number | null;
  readonly ema: EmaConfig | null;
}

/** `cosine`: rises linearly from 0 over `warmupSteps`, then falls to 0 at the run's end along half a cosine. */
export interface LearningRateSchedule {
  readonly kind: 'constant' | 'cosine';
  readonly warmupSteps: number;
}

interface CommonRecipe {
  readonly name: RecipeName;
  /** On CIFAR-10; on any set: `experimentOn` (recipe-on-set.ts). */
  readonly experiment: Experiment;
  /** What of the experiment this recipe has a use for, beyond what all have: the others keep their values and mean nothing. */
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

/** A U-Net that learns to take noise off at every level of it. */
export interface DiffusionRecipe extends CommonRecipe {
  readonly kind: 'diffusion';
  /**
   * diffusers' `unet/config.json`; what is not given has the default of `UNet2DModel`. Side, channels and classes are the data set's: `unetOn`
   * (recipe-on-set.ts).
   */
  readonly unet: Readonly<Record<string, unknown>>;
  /** Whether the network learns the classes of its pictures, where the set has any. */
  readonly knowsClasses: boolean;
  /** How an image's timestep is drawn. `logit-normal`: t = 1000 / (1 + exp(-z)), z ~ N(0, 1) (Esser et al. 2024, section 3.1), for `flow`. */
  readonly timesteps: 'uniform' | 'logit-normal';
  /** Share of the images that are shown without their class, so that the network can answer without one (Ho and Salimans 2022). */
  readonly labelDropout: number;
}

export type Recipe = ArticleRecipe | DiffusionRecipe;

/** Options of every recipe that trains on a noise schedule. */
const diffusionOptions = [
  'horizontalFlip',
  'noiseDraws',
  'optimizer',
  'minSnrGamma',
  'betaSchedule',
  'zeroTerminalSnr',
  'predictionType',
  'precision',
] as const satisfies readonly ExperimentKey[];

/** Of the recipes for `flow`, which has no noise schedule. */
const flowOptions = [
  'horizontalFlip',
  'noiseDraws',
  'optimizer',
  'precision',
] as const satisfies readonly ExperimentKey[];

/** diffusers' train_unconditional.py, as are learning rate 1e-4 and warm-up 500 where a recipe does not say otherwise. */
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
  minSnrGamma: 0,
  betaSchedule: 'linear',
  zeroTerminalSnr: false,
  predictionType: 'epsilon',
  // Where halves have been measured they gained nothing (docs/PERFORMANCE.md).
  precision: 'float32',
} as const satisfies Omit<Experiment, 'recipe'>;

/** One layer a level, 0.36 M parameters. */
const tinyUNet = {
  block_out_channels: [32, 32, 32],
  down_block_types: ['DownBlock2D', 'DownBlock2D', 'AttnDownBlock2D'],
  up_block_types: ['AttnUpBlock2D', 'UpBlock2D', 'UpBlock2D'],
  layers_per_block: 1,
  time_embedding_dim: 64,
  norm_num_groups: 8,
  attention_head_dim: null,
} as const;

/** Two layers a level, attention at 16 x 16 as in Ho et al., 2.5 M parameters. */
const smallUNet = {
  block_out_channels: [32, 64, 96],
  down_block_types: ['DownBlock2D', 'AttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'AttnUpBlock2D', 'UpBlock2D'],
  layers_per_block: 2,
  norm_num_groups: 8,
  attention_head_dim: null,
} as const;

/** One layer a level, wide where pictures are small, 7.2 M parameters: 14.4 MB in halves. */
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
  /** The program of the article, to the number. */
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
   * For a first look at any set: pictures that anybody recognizes, of simple ones, after some hundred steps. What was
   * measured, and which other settings were tried: docs/QUALITY.md.
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
   * Learning rate and warm-up are not diffusers': held-out loss after 600 steps of 32 images, by tools/baselines/recipes.py in PyTorch, was 0.113
   * with a peak of 1e-4, 0.064 with 5e-4, 0.054 with 1e-3, 0.049 with 2e-3; 4e-3 still
   * trains (after 200 steps 0.056, 2e-3 then 0.063), so 2e-3 is no edge. A warm-up of 500 (at 1e-3) ends at 0.052, but stands
   * at 0.108 after 200 steps where one of 100 stands at 0.073: somebody is watching.
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
   * The same measurement of this network, 100 steps with a warm-up of 50: 0.341 with a peak of 1e-4, 0.133 with 5e-4, 0.110 with 1e-3. Half of the best:
   * its runs are of fifty epochs, and of how those end nothing was measured. `classes` and `flow` have the same network.
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
  /** As `quick` trains, in twenty times the weights: for photographs, and for a GPU that has an hour. */
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

/** What trains this experiment: of a recipe that offers no choice it is AdamW, whatever the experiment says. */
export function optimizerOf({ recipe, optimizer }: Pick<Experiment, 'recipe' | 'optimizer'>): OptimizerName {
  return recipes[recipe].options.includes('optimizer') ? optimizer : 'adamw';
}
