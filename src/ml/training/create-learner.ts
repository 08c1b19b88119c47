/** Creates a network in training from its description and an experiment. */

import { type Experiment, recipes } from '../config.ts';
import type { NetworkDescription } from '../network-description.ts';
import { createArticleLearner } from './article-learner.ts';
import type { Learner, LearnerOptions } from './learner.ts';

/**
 * If the network and the experiment disagree (noise schedule, prediction type) the network decides,
 * because it may have been imported. The recipe must be of the network's kind. The code of
 * diffusion is loaded for the first network that needs it.
 */
export async function loadLearner(
  network: NetworkDescription,
  experiment: Experiment,
): Promise<(options: LearnerOptions) => Learner> {
  const recipe = recipes[experiment.recipe];
  if (network.kind === 'article' && recipe.kind === 'one-pass') {
    return (options) => createArticleLearner(network.shape, recipe, options);
  }
  if (network.kind === 'unet2d' && recipe.kind === 'diffusion') {
    const { createDiffusionLearner } = await import('./diffusion-learner.ts');
    return (options) => createDiffusionLearner(network, recipe, options);
  }
  throw new Error(`recipe ${recipe.name} does not train a network of kind ${network.kind}`);
}

/** The network must have a size (`sized`). */
export async function createLearner(
  network: NetworkDescription,
  experiment: Experiment,
  options: Omit<LearnerOptions, 'experiment'>,
): Promise<Learner> {
  const create = await loadLearner(network, experiment);
  return create({ experiment, ...options });
}
