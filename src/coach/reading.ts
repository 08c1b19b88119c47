/** What the coach's rules read of a run. Plain numbers: a rule is a function of them, and is tested on recorded runs. */
import type { Experiment } from '../ml/config.ts';
import type { RateChange } from '../store/index.ts';
import type { UsualLoss } from './usual-losses.ts';

/** Of every step that is kept, in step order; as long as `steps`. Views of what the run appends to: read at once, not kept. */
export interface StepNumbers {
  readonly steps: ArrayLike<number>;
  readonly losses: ArrayLike<number>;
  /** Before clipping; NaN where the recipe does not measure it. */
  readonly gradientNorms: ArrayLike<number>;
}

/** Of every evaluation, in step order: mean losses on held-out pictures. */
export interface HeldOut {
  readonly steps: ArrayLike<number>;
  readonly raw: ArrayLike<number>;
  /** Of the averaged weights; NaN where there are none. */
  readonly ema: ArrayLike<number>;
}

export interface Reading {
  readonly experiment: Experiment;
  readonly network: 'one-pass' | 'diffusion';
  /** As set by now; the recipe's schedule scales it. */
  readonly learningRate: number;
  /** The newest last. */
  readonly rateChanges: readonly RateChange[];
  readonly training: StepNumbers;
  readonly heldOut: HeldOut;
  /** Pictures of the chosen classes to learn from; null where that is not known. */
  readonly pictures: number | null;
  /** Of the last half minute, from 0 to 1: the share in which training waited for the next pictures to arrive. */
  readonly waited: number;
  /** Whether a processor computes what a GPU would. */
  readonly software: boolean;
  /** Null where nothing like this run was recorded. */
  readonly usual: UsualLoss | null;
}

/** Mean of `values[from .. to - 1]`, without what is no number; NaN of none. */
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

/** Mean of the last `count`; NaN of fewer. */
export const newest = (values: ArrayLike<number>, count: number): number =>
  values.length < count ? Number.NaN : mean(values, values.length - count, values.length);

/** The lowest mean of `count` values in a row, and the index of the last of them; null of fewer. One pass. */
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
