/**
 * The losses of the run, outside React: 10 epochs are 7,820 points, a long run hundreds of thousands. The chart subscribes and
 * asks for a curve of the width that it draws; what it gets is a few thousand points whatever the run's length.
 */
import type { LossCurve } from '../workers/protocol.ts';

/** Points kept, 12 bytes each; after that the oldest quarter is dropped. */
const capacity = 2 ** 20;

export interface Curve {
  readonly steps: number[];
  /** Where there are more points than buckets: the lowest and the highest of each bucket, in step order. */
  readonly losses: number[];
  /** Exponential moving average over every point (not over the drawn ones). */
  readonly smoothed: number[];
}

export interface LossHistory {
  readonly length: number;
  append(steps: ArrayLike<number>, losses: ArrayLike<number>): void;
  /** The newest step that is kept; 0 where there is none. */
  readonly lastStep: number;
  /** Forgets what came after `step`: the run went back to a saved state. */
  truncateAfter(step: number): void;
  /** Another run's losses take the place of these. */
  replace(curve: LossCurve | null): void;
  /** Every point that is kept. */
  copy(): LossCurve;
  /** `smoothing` in [0, 1): weight of the past. At most two points a bucket. */
  curve(buckets: number, smoothing: number): Curve;
  subscribe(listener: () => void): () => void;
}

export function createLossHistory(limit = capacity): LossHistory {
  let steps = new Float64Array(Math.min(1024, limit));
  let losses = new Float32Array(steps.length);
  let length = 0;
  const listeners = new Set<() => void>();

  const makeRoom = (): void => {
    if (length < steps.length) return;
    if (length < limit) {
      const size = Math.min(limit, length * 2);
      const moreSteps = new Float64Array(size);
      const moreLosses = new Float32Array(size);
      moreSteps.set(steps);
      moreLosses.set(losses);
      steps = moreSteps;
      losses = moreLosses;
      return;
    }
    const dropped = Math.ceil(limit / 4);
    steps.copyWithin(0, dropped);
    losses.copyWithin(0, dropped);
    length -= dropped;
  };

  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  const history: LossHistory = {
    get length() {
      return length;
    },
    append(newSteps, newLosses) {
      for (let i = 0; i < newSteps.length; i++) {
        makeRoom();
        steps[length] = newSteps[i] ?? Number.NaN;
        losses[length] = newLosses[i] ?? Number.NaN;
        length++;
      }
      tell();
    },
    get lastStep() {
      return length > 0 ? (steps[length - 1] ?? 0) : 0;
    },
    replace(curve) {
      length = 0;
      history.append(curve?.steps ?? [], curve?.losses ?? []);
    },
    copy: () => ({ steps: steps.slice(0, length), losses: losses.slice(0, length) }),
    truncateAfter(step) {
      const before = length;
      while (length > 0 && (steps[length - 1] ?? 0) > step) length--;
      if (length !== before) tell();
    },
    curve: (buckets, smoothing) =>
      decimate(steps.subarray(0, length), losses.subarray(0, length), Math.max(1, buckets), smoothing),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return history;
}

/** One pass. A bucket's extremes are kept, so that a single spike among 100,000 steps is still drawn. */
function decimate(steps: Float64Array, losses: Float32Array, buckets: number, smoothing: number): Curve {
  const curve: Curve = { steps: [], losses: [], smoothed: [] };
  const perBucket = Math.max(1, Math.ceil(steps.length / buckets));
  const average = new Float64Array(perBucket);
  let past = 0;
  let weight = 0;
  const put = (at: number, from: number): void => {
    curve.steps.push(steps[at] ?? 0);
    curve.losses.push(losses[at] ?? 0);
    curve.smoothed.push(average[at - from] ?? 0);
  };
  for (let from = 0; from < steps.length; from += perBucket) {
    const to = Math.min(steps.length, from + perBucket);
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      const loss = losses[i] ?? 0;
      // Dividing by the sum of the weights so far takes away the bias towards the starting value (as Adam does).
      past = smoothing * past + (1 - smoothing) * loss;
      weight = smoothing * weight + (1 - smoothing);
      average[i - from] = past / weight;
      if (loss < (losses[low] ?? 0)) low = i;
      if (loss > (losses[high] ?? 0)) high = i;
    }
    put(Math.min(low, high), from);
    if (low !== high) put(Math.max(low, high), from);
  }
  return curve;
}
