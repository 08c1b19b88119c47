/** Which experiment goes on with an imported network: the network itself decides what it is, a recipe only how it is trained. */
import { z } from 'zod';
import type { NetworkDescription } from '../ml/checkpoint/checkpoint.ts';
import {
  betaSchedules,
  type DataSetFacts,
  type Experiment,
  experimentOn,
  type RecipeName,
  recipes,
  shippedSets,
  unetOn,
} from '../ml/config.ts';
import type { SchedulerConfig } from '../ml/diffusion/schedulers/index.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { parseUNet2DConfig, type UNet2DConfig } from '../ml/models/unet2d/config.ts';
import { describeNetwork, networkFacts, parameterCount } from '../ml/networks.ts';
import type { DiffusionRecipe } from '../ml/recipes.ts';

/**
 * Of a network that comes without its training: an experiment of the recipe that is the same network, or of the one that comes nearest to what it
 * is, with the set that it is to learn from. `current` is kept where it is of that recipe and that set.
 */
export function experimentFor(network: NetworkDescription, current: Experiment, set: DataSetFacts): Experiment {
  const recipe = recipeFor(network, set);
  const isCurrent = current.recipe === recipe && current.data === set.id;
  return agreeing(network, isCurrent ? current : experimentOn(recipes[recipe], set));
}

/** Throws `checkpoint-invalid` where the recipe trains networks of another kind. */
export function trainedExperiment(network: NetworkDescription, experiment: Experiment): Experiment {
  const { kind, name } = recipes[experiment.recipe];
  if ((kind === 'one-pass') !== (network.kind === 'article')) {
    const reason = `experiment.recipe: ${name} does not train this network`;
    throw new PlaygroundError('checkpoint-invalid', { file: 'training_state.json', reason });
  }
  return agreeing(network, experiment);
}

function recipeFor(network: NetworkDescription, set: DataSetFacts): RecipeName {
  if (network.kind === 'article') return 'article';
  const { prediction, knowsClasses, parameters } = networkFacts(network);
  const isFlow = prediction === 'flow';
  const same = Object.values(recipes).find(
    (recipe) =>
      recipe.kind === 'diffusion' &&
      (recipe.experiment.predictionType === 'flow') === isFlow &&
      isNetworkOf(recipe, network.config, set),
  );
  if (same) return same.name;
  if (isFlow) return 'flow';
  if (knowsClasses) return 'classes';
  // By size, on the scale on which sizes differ: a small network learns at a higher rate, and a link to it must not build a giant first.
  const distance = (name: RecipeName) =>
    Math.abs(Math.log(parameterCount(describeNetwork(recipes[name].experiment, shippedSets.cifar10)) / parameters));
  return unconditional.reduce((nearest, name) => (distance(name) < distance(nearest) ? name : nearest));
}

/** Recipes that differ in their networks only. */
const unconditional = ['tiny', 'small', 'ddpm-cifar10'] as const satisfies readonly RecipeName[];

/** Whichever pictures it was made for. */
function isNetworkOf(recipe: DiffusionRecipe, config: UNet2DConfig, { classNames }: DataSetFacts): boolean {
  // What says nothing about the network itself, or the same in other words.
  const essence = (whole: UNet2DConfig) =>
    JSON.stringify({
      ...whole,
      ...{ sample_size: null, in_channels: 1, out_channels: 1, num_train_timesteps: null, act_fn: 'silu' },
    } satisfies UNet2DConfig);
  const { side, channels } = shippedSets.cifar10;
  return essence(parseUNet2DConfig(unetOn(recipe, { side, channels, classNames }))) === essence(config);
}

const scheduleSchema = z.object({
  beta_schedule: z.enum(betaSchedules).catch('linear'),
  rescale_betas_zero_snr: z.boolean().catch(false),
});

/** What the experiment says of the noise is what the network was trained on. */
function agreeing(network: NetworkDescription, experiment: Experiment): Experiment {
  if (network.kind === 'article') return experiment;
  const { prediction: predictionType } = networkFacts(network);
  if (predictionType === 'flow') return { ...experiment, predictionType };
  const { beta_schedule, rescale_betas_zero_snr } = scheduleOf(network.scheduler);
  return { ...experiment, predictionType, betaSchedule: beta_schedule, zeroTerminalSnr: rescale_betas_zero_snr };
}

const scheduleOf = (scheduler: SchedulerConfig) => scheduleSchema.parse(scheduler);
