/**
 * The numbers of a run that the coach's rules read. A rule is a function of plain numbers, and is
 * tested on recorded runs.
 */
import type { Experiment } from '../ml/config.ts';
import type { RateChange } from '../store/index.ts';
import type { UsualLoss } from './usual-losses.ts';

/**
 * Numbers of every kept step, in step order; as long as `steps`. They are views of the run's
 * arrays, to be read at once and not stored.
 */
interface StepNumbers {
  readonly steps: ArrayLike<number>;
  readonly losses: ArrayLike<number>;
  /** Before clipping; NaN if the recipe does not measure it. */
  readonly gradientNorms: ArrayLike<number>;
}

/** Mean losses on held-out pictures at every evaluation, in step order. */
interface HeldOut {
  readonly steps: ArrayLike<number>;
  readonly raw: ArrayLike<number>;
  /** With the averaged weights; NaN if there are none. */
  readonly ema: ArrayLike<number>;
}

export interface Reading {
  readonly experiment: Experiment;
  readonly network: 'one-pass' | 'diffusion';
  /** The current setting; the recipe's schedule scales it. */
  readonly learningRate: number;
  /** In order; the newest is last. */
  readonly rateChanges: readonly RateChange[];
  readonly training: StepNumbers;
  readonly heldOut: HeldOut;
  /** Training pictures of the chosen classes; null if unknown. */
  readonly pictures: number | null;
  /** Share of the last half minute, from 0 to 1, in which training waited for pictures. */
  readonly waited: number;
  /** Whether a processor does the work of a GPU. */
  readonly software: boolean;
  /** Null if no similar run was recorded. */
  readonly usual: UsualLoss | null;
}

/** Mean of `values[from .. to - 1]`, skipping NaN; NaN if nothing is left. */
export function mean(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let i = Math.max(0, from); i < Math.min(to, values.length); i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    sum += value;
    count += 1;
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** Mean of the last `count` values; NaN if there are fewer. */
export const newest = (values: ArrayLike<number>, count: number): number =>
  values.length < count ? Number.NaN : mean(values, values.length - count, values.length);

/**
 * The lowest mean of `count` consecutive values, and the index of the last of them; null if there
 * are fewer. Takes one pass.
 */
export function lowestMean(
  values: ArrayLike<number>,
  count: number,
): { readonly mean: number; readonly at: number } | null {
  let sum = 0;
  let lowest: { mean: number; at: number } | null = null;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] ?? 0;
    if (i >= count) sum -= values[i - count] ?? 0;
    if (i >= count - 1 && (lowest === null || sum / count < lowest.mean)) lowest = { mean: sum / count, at: i };
  }
  return lowest;
}
