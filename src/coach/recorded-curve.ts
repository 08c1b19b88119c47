import type { Experiment } from '../ml/config.ts';

/**
 * A run recorded by tools/coach/record-curves.ts: the numbers of every step from 1, and of every
 * evaluation.
 */
export interface RecordedCurve {
  readonly experiment: Experiment;
  readonly losses: readonly number[];
  /** The norm over all parameters, before clipping; null if the recipe does not measure it. */
  readonly gradientNorms: readonly (number | null)[];
  readonly validation: {
    readonly steps: readonly number[];
    readonly raw: readonly number[];
    readonly ema: readonly (number | null)[];
  };
  /** The learning rate that was set after that step. */
  readonly rateChange?: { readonly after: number; readonly learningRate: number };
}
