/**
 * The usual loss of a recipe on a set, by step. The data come from runs recorded by
 * tools/coach/record-curves.ts and combined by tools/coach/usual-losses.ts.
 */
import { type Experiment, experimentOn, recipes, shippedSet } from '../ml/config.ts';
import recorded from './usual-losses.json';

/** Range of the mean loss over about twenty steps up to this one. */
export interface UsualLoss {
  readonly low: number;
  readonly high: number;
}

/** Two runs of one recipe differ by their seeds, and a mean over twenty batches by its pictures. */
const margin = 0.15;

const table: Readonly<Record<string, { readonly steps: readonly number[]; readonly means: readonly number[] }>> =
  recorded;

/**
 * Null for settings that were not recorded: another batch size, rate or optimizer, a subset of the
 * classes, or a step before the first or after the last. The current learning rate may differ,
 * because the usual loss is what reveals that.
 */
export function usualLoss(experiment: Experiment, step: number): UsualLoss | null {
  const { recipe, data } = experiment;
  const set = shippedSet(data);
  const curve = table[`${recipe} ${data}`];
  if (!set || !curve) return null;
  const own = experimentOn(recipes[recipe], set);
  const same = { ...own, seed: experiment.seed, epochs: experiment.epochs, learningRate: experiment.learningRate };
  if (
    JSON.stringify(same) !==
    JSON.stringify(Object.fromEntries(Object.keys(same).map((key) => [key, Reflect.get(experiment, key)])))
  )
    return null;
  const after = curve.steps.findIndex((recordedStep) => recordedStep >= step);
  if (after < 0 || (after === 0 && curve.steps[0] !== step)) return null;
  const [x0 = step, x1 = step] = [curve.steps[after - 1] ?? curve.steps[after], curve.steps[after]];
  const [y0 = 0, y1 = 0] = [curve.means[after - 1] ?? curve.means[after], curve.means[after]];
  // Losses fall by ratios, so the interpolation between two steps is linear in the logarithms.
  const share = x1 > x0 ? Math.log(step / x0) / Math.log(x1 / x0) : 1;
  const usual = y0 ** (1 - share) * y1 ** share;
  return { low: usual * (1 - margin), high: usual * (1 + margin) };
}
