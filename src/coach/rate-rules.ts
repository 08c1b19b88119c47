/** Rules about the learning rate: too high, raised too far, or too low. */
import { optimizerOf, recipes } from '../ml/config.ts';
import type { Advice } from './advice.ts';
import { lowestMean, newest, type Reading } from './reading.ts';

/** Steps that are averaged, because single batches differ by a fifth. */
const window = 20;

/** The loss is twice its earlier minimum: it fell, and something undid that. */
const jumped = 2;

/**
 * No weight gets a gradient any more, and no learning rate can mend that. This happens when
 * rectified units have been pushed out of the range in which they respond.
 */
export function noGradient({ training, rateChanges, experiment, learningRate }: Reading): Advice | null {
  const { steps, gradientNorms } = training;
  const { length } = gradientNorms;
  if (length < window) return null;
  let last = length - 1;
  while (last >= 0 && gradientNorms[last] === 0) last -= 1;
  if (length - 1 - last < window) return null;
  const raised = rateChanges.findLast(({ from, to }) => to > from);
  return {
    name: 'noGradient',
    values: { step: steps[last] ?? 0 },
    rate: raised?.from ?? lower(experiment, learningRate),
    reset: true,
  };
}

/**
 * The loss fell and is high again: steps that are too long leave a minimum that training had found.
 */
export function lossJumped({ training, rateChanges, experiment, learningRate }: Reading): Advice | null {
  const { steps, losses } = training;
  const now = newest(losses, window);
  const best = lowestMean(losses, window);
  if (best === null || !(now > jumped * best.mean)) return null;
  const step = steps[best.at] ?? 0;
  const raised = rateChanges.findLast(({ after, from, to }) => to > from && after >= step - window);
  const rate = raised?.from ?? lower(experiment, learningRate);
  return {
    name: 'lossJumped',
    values: { from: best.mean, to: now, step: raised?.after ?? step },
    // The rate may have been lowered already, and the loss may be falling.
    ...(learningRate > rate && { rate }),
  };
}

/** The recipe's own rate, or half of the current one if that is no higher. */
function lower({ recipe }: Reading['experiment'], rate: number): number {
  const own = recipes[recipe].experiment.learningRate;
  return rate > own ? own : rate / 2;
}

/** The rate counts as low if it is a fifth of the recipe's own or less. */
const slow = 5;

/**
 * The rate is far below the recipe's own, and the loss above the usual: training would succeed, but
 * in many times the steps.
 */
export function rateTooLow({ training, experiment, learningRate, usual }: Reading): Advice | null {
  const own = recipes[experiment.recipe].experiment;
  const sameOptimizer = optimizerOf(experiment) === optimizerOf(own);
  const now = newest(training.losses, window);
  if (usual === null || !sameOptimizer || learningRate * slow > own.learningRate || !(now > usual.high)) return null;
  return { name: 'rateTooLow', values: { rate: learningRate, usual: own.learningRate }, rate: own.learningRate };
}
