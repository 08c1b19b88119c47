import type { OptimizerName } from '../replacement.ts';
import { adam } from './adam.ts';
import { momentum, sgd } from './momentum.ts';
import { replaceOptimizer } from './replace-optimizer.ts';
import { rmsprop } from './rmsprop.ts';

/**
 * By tfjs' name of an optimizer: a function that replaces it and returns a function that restores
 * tfjs' own.
 */
export const optimizers: Readonly<Record<OptimizerName, () => () => void>> = {
  Adam: () => replaceOptimizer(adam),
  RMSProp: () => replaceOptimizer(rmsprop),
  Momentum: () => replaceOptimizer(momentum),
  SGD: () => replaceOptimizer(sgd),
};
