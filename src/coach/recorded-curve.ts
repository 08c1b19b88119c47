import type { Experiment } from '../ml/config.ts';

/** A run by tools/coach/record-curves.ts: of every step from 1, and of every evaluation. */
export interface RecordedCurve {
  readonly experiment: Experiment;
  readonly losses: readonly number[];
  /** Of all parameters together, before clipping; null where the recipe does not measure it. */
  readonly gradientNorms: readonly (number | null)[];
  readonly validation: {
    readonly steps: readonly number[];
    readonly raw: readonly number[];
    readonly ema: readonly (number | null)[];
  };
  /** The learning rate was set to this after that step. */
  readonly rateChange?: { readonly after: number; readonly learningRate: number };
}
