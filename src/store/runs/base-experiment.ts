import { type Experiment, fineTuningRate, recipes } from '../../ml/config.ts';
import type { RunSlice } from '../types.ts';

/**
 * The experiment that new runs vary: the current run's. New runs begin with random weights, which
 * need the recipe's own learning rate where a model got the lower one for trained weights. A rate
 * that somebody has chosen stays.
 */
export function baseExperiment({ status, draft }: Pick<RunSlice, 'status' | 'draft'>): Experiment {
  if (!status) return draft;
  const { origin, experiment } = status;
  const recipe = recipes[experiment.recipe];
  const isForTrained = origin === 'checkpoint' && experiment.learningRate === fineTuningRate(recipe);
  return isForTrained ? { ...experiment, learningRate: recipe.experiment.learningRate } : experiment;
}
