/**
 * Chooses the experiment with which an imported network is trained. The network determines what it
 * is; a recipe determines only how it is trained.
 */
import { z } from 'zod';
import {
  betaSchedules,
  type Experiment,
  experimentOn,
  fineTuningRate,
  type Recipe,
  recipes,
  suits,
} from '../ml/config.ts';
import type { SchedulerConfig } from '../ml/diffusion/schedulers/index.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { parseUNet2DConfig, type UNet2DConfig } from '../ml/models/unet2d/config.ts';
import { describeNetwork, networkFacts, parameterCount } from '../ml/network-description.lazy.ts';
import type { NetworkDescription } from '../ml/network-description.ts';
import type { Reason } from '../ml/reasons.ts';
import type { SetOfPictures } from '../ml/recipe-on-set.ts';
import type { DiffusionRecipe } from '../ml/recipes.ts';

/**
 * For a network without its training state: an experiment on the current set, whose pictures are
 * converted to the network's shape. Its recipe is the one with the same network, or else with the
 * most similar network. Keeps `current` if it has that recipe and that set. If the recipe has Muon,
 * only its own network gets Muon, unless somebody has chosen it: Muon was not measured with other
 * networks, and its time grows with the cube of their widths.
 */
export function experimentFor(network: NetworkDescription, current: Experiment, set: SetOfPictures): Experiment {
  const recipe = recipeFor(network, set);
  const isCurrent = current.recipe === recipe.name && current.data === set.id;
  const experiment = agreeing(network, isCurrent ? current : experimentOn(recipe, set));
  const isOwn = recipe.kind === 'diffusion' && network.kind === 'unet2d' && isNetworkOf(recipe, network.config);
  return isOwn || experiment.optimizer !== recipe.experiment.optimizer
    ? experiment
    : { ...experiment, optimizer: 'adamw' };
}

/**
 * The same experiment, at the learning rate `rate`. Without `rate` it keeps the rate of `current`
 * if somebody has changed that; otherwise it gets a lower rate than the recipe's
 * (`fineTuningRate`), because imported weights have been trained already. If `current` has that
 * recipe on another set, its batch size is kept, because it suits the device.
 */
export function fineTuningFor(
  network: NetworkDescription,
  current: Experiment,
  set: SetOfPictures,
  rate?: number,
): Experiment {
  const experiment = experimentFor(network, current, set);
  const recipe = recipes[experiment.recipe];
  const isUnchosen = experiment.learningRate === recipe.experiment.learningRate;
  return {
    ...experiment,
    ...(current.recipe === recipe.name && { batchSize: current.batchSize }),
    learningRate: rate ?? (isUnchosen ? fineTuningRate(recipe) : experiment.learningRate),
  };
}

/** Throws `model-classes` if the set has more classes than the network was made for. */
export function requireClasses(network: NetworkDescription, { classNames }: Pick<SetOfPictures, 'classNames'>): void {
  const classes = network.kind === 'article' ? undefined : network.noClass;
  if (classes === undefined || classNames.length <= classes) return;
  throw new PlaygroundError('model-classes', { classes, set: classNames.length });
}

/**
 * The experiment of a network with its training state, with the network's noise. Throws
 * `checkpoint-invalid` if the recipe trains another kind of network.
 */
export function trainedExperiment(network: NetworkDescription, experiment: Experiment): Experiment {
  const { kind, name } = recipes[experiment.recipe];
  if ((kind === 'one-pass') !== (network.kind === 'article')) {
    const reason: Reason = { code: 'recipe-unfit', recipe: name };
    throw new PlaygroundError('checkpoint-invalid', { file: 'training_state.json', reason });
  }
  return agreeing(network, experiment);
}

const diffusionRecipes: readonly DiffusionRecipe[] = Object.values(recipes).filter(
  (recipe) => recipe.kind === 'diffusion',
);

/**
 * The recipe must suit the set, because a link to the run opens the recipe's own network before it
 * loads this one.
 */
export function recipeFor(network: NetworkDescription, set: SetOfPictures): Recipe {
  if (network.kind === 'article') return recipes.article;
  const { prediction, knowsClasses, parameters } = networkFacts(network);
  const isFlow = prediction === 'flow';
  const fitting = diffusionRecipes.filter(
    (recipe) => suits(recipe, set) && (recipe.experiment.predictionType === 'flow') === isFlow,
  );
  const same = fitting.find((recipe) => isNetworkOf(recipe, network.config));
  if (same) return same;
  // Compares sizes on a logarithmic scale. The nearest size is best because a small network learns
  // at a higher rate, and because a link to it must not first build a giant network.
  const distance = ({ experiment }: Recipe) =>
    Math.abs(Math.log(parameterCount(describeNetwork(experiment, set)) / parameters));
  const alike = fitting.filter((recipe) => isFlow || recipe.knowsClasses === knowsClasses);
  const [first = recipes.tiny, ...others] = alike.length > 0 ? alike : fitting;
  return others.reduce((nearest, recipe) => (distance(recipe) < distance(nearest) ? recipe : nearest), first);
}

/**
 * Whether the network has the same layers as the recipe's; its side, channels and number of classes
 * come from the pictures.
 */
function isNetworkOf(recipe: DiffusionRecipe, config: UNet2DConfig): boolean {
  const { in_channels, out_channels, num_class_embeds } = config;
  // Ignores fields that do not describe the network or that repeat others.
  const essence = (whole: UNet2DConfig) =>
    JSON.stringify({ ...whole, sample_size: null, num_train_timesteps: null, act_fn: 'silu' } satisfies UNet2DConfig);
  const knowsClasses = num_class_embeds !== null;
  // Ignores the side, because the recipe's layers may not divide it.
  const own = parseUNet2DConfig({ ...recipe.unet, in_channels, out_channels, num_class_embeds });
  return recipe.knowsClasses === knowsClasses && essence(own) === essence(config);
}

const scheduleSchema = z.object({
  beta_schedule: z.enum(betaSchedules).catch('linear'),
  rescale_betas_zero_snr: z.boolean().catch(false),
});

/** Sets the experiment's noise to what the network was trained on. */
function agreeing(network: NetworkDescription, experiment: Experiment): Experiment {
  if (network.kind === 'article') return experiment;
  const { prediction: predictionType } = networkFacts(network);
  if (predictionType === 'flow') return { ...experiment, predictionType };
  const { beta_schedule, rescale_betas_zero_snr } = scheduleOf(network.scheduler);
  return { ...experiment, predictionType, betaSchedule: beta_schedule, zeroTerminalSnr: rescale_betas_zero_snr };
}

const scheduleOf = (scheduler: SchedulerConfig) => scheduleSchema.parse(scheduler);
