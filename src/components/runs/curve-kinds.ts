import type { KeptRun } from '../../store/runs/kept-run.ts';

/**
 * The curves that can be overlaid: the smoothed loss, and the held-out losses of the trained
 * weights and of the averaged ones.
 */
export const curveKinds = ['loss', 'raw', 'ema'] as const;
export type CurveKind = (typeof curveKinds)[number];

export interface CurvePoints {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly values: Float32Array<ArrayBuffer>;
}

const none: CurvePoints = { steps: new Float64Array(), values: new Float32Array() };

/** In step order; empty if there are no averaged weights. */
export function pointsOf({ curve, heldOut }: KeptRun, kind: CurveKind): CurvePoints {
  if (kind === 'loss') return { steps: curve.steps, values: curve.smoothed };
  const values = heldOut[kind];
  return values.some((value) => Number.isFinite(value)) ? { steps: heldOut.steps, values } : none;
}
