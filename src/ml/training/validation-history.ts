/**
 * The validation losses of a run, thinned while it goes on: the newest of each bucket of steps, so
 * that the newest of all is always there. The result depends on the losses alone, not on how often
 * the run was saved and resumed.
 */

/** In step order; as many losses of both kinds as steps. */
export interface ValidationPoints {
  readonly steps: readonly number[];
  /** Losses of the trained weights. */
  readonly raw: readonly number[];
  /** Losses of the averaged weights; null if there are none. */
  readonly ema: readonly (number | null)[];
}

export const noValidation: ValidationPoints = { steps: [], raw: [], ema: [] };
export const maxValidationPoints = 500;

interface Point {
  readonly step: number;
  readonly raw: number;
  readonly ema: number | null;
}

export class ValidationHistory {
  /** Steps per bucket, a power of two: bucket b holds steps b * stride + 1 to (b + 1) * stride. */
  #stride = 1;
  #buckets = new Map<number, Point>();

  constructor({ steps, raw, ema }: ValidationPoints = noValidation) {
    for (const [i, step] of steps.entries()) this.add({ step, raw: raw[i] ?? Number.NaN, ema: ema[i] ?? null });
  }

  /** `step` counts from 1 and grows. */
  add(point: Point): void {
    while (this.#bucketOf(point) >= maxValidationPoints) {
      this.#stride *= 2;
      this.#buckets = new Map([...this.#buckets.values()].map((kept) => [this.#bucketOf(kept), kept]));
    }
    this.#buckets.set(this.#bucketOf(point), point);
  }

  points(): ValidationPoints {
    const points = [...this.#buckets.values()];
    return {
      steps: points.map(({ step }) => step),
      raw: points.map(({ raw }) => raw),
      ema: points.map(({ ema }) => ema),
    };
  }

  #bucketOf({ step }: Point): number {
    return Math.floor((step - 1) / this.#stride);
  }
}
