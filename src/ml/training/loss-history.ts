/**
 * The losses of a run, thinned while it goes on so that they can be saved with it: the lowest and
 * the highest loss of each bucket of steps, so that a spike among 100,000 steps is kept. The result
 * depends on the losses alone, not on how often the run was saved and resumed.
 */

/** In step order; as many losses as steps. */
export interface LossPoints {
  readonly steps: readonly number[];
  readonly losses: readonly number[];
}

const maxBuckets = 1000;
/** Two for each bucket: the chart is some 1,000 pixels wide. */
export const maxLossPoints = 2 * maxBuckets;

interface Point {
  readonly step: number;
  readonly loss: number;
}

export class LossHistory {
  /** Steps per bucket, a power of two: bucket b holds steps b * stride + 1 to (b + 1) * stride. */
  #stride = 1;
  #buckets = new Map<number, { readonly low: Point; readonly high: Point }>();

  constructor({ steps, losses }: LossPoints = { steps: [], losses: [] }) {
    for (const [i, step] of steps.entries()) this.add(step, losses[i] ?? Number.NaN);
  }

  /** `step` counts from 1 and grows. */
  add(step: number, loss: number): void {
    while (Math.floor((step - 1) / this.#stride) >= maxBuckets) this.#coarsen();
    this.#put({ step, loss });
  }

  points(): LossPoints {
    const points = [...this.#buckets.values()].flatMap(({ low, high }) => {
      if (low.step === high.step) return [low];
      return low.step < high.step ? [low, high] : [high, low];
    });
    return { steps: points.map(({ step }) => step), losses: points.map(({ loss }) => loss) };
  }

  /**
   * Of equal losses the earlier one is kept, whatever the size of the bucket was when it arrived.
   */
  #put(point: Point): void {
    const bucket = Math.floor((point.step - 1) / this.#stride);
    const { low, high } = this.#buckets.get(bucket) ?? { low: point, high: point };
    this.#buckets.set(bucket, {
      low: point.loss < low.loss ? point : low,
      high: point.loss > high.loss ? point : high,
    });
  }

  #coarsen(): void {
    const { steps, losses } = this.points();
    this.#stride *= 2;
    this.#buckets = new Map();
    for (const [i, step] of steps.entries()) this.#put({ step, loss: losses[i] ?? Number.NaN });
  }
}
