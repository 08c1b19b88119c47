/**
 * The run's numbers by step, outside React: 10 epochs are 7,820 points, a long run has hundreds of
 * thousands. A chart subscribes and requests a curve of its own width; it gets a few thousand
 * points for a run of any length.
 */

/**
 * Most points, at 8 bytes for the step and 4 per column. Beyond that, the oldest quarter is
 * dropped.
 */
const capacity = 2 ** 20;

/**
 * Columns of numbers, as long as `steps`, which are ascending. A missing column is NaN throughout.
 */
export type Rows<Column extends string> = { readonly steps: ArrayLike<number> } & {
  readonly [Key in Column]?: ArrayLike<number>;
};

/** A copy that belongs to the caller. */
export type Points<Column extends string> = { readonly steps: Float64Array<ArrayBuffer> } & {
  readonly [Key in Column]: Float32Array<ArrayBuffer>;
};

interface Curve {
  readonly steps: number[];
  /**
   * If there are more points than buckets: the lowest and the highest of each bucket, in step
   * order. Points without a number are left out.
   */
  readonly values: number[];
  /** Exponential moving average over every point (not over the drawn ones). */
  readonly smoothed: number[];
}

export interface History<Column extends string> {
  readonly length: number;
  append(rows: Rows<Column>): void;
  /** The newest step; 0 if there is none. */
  readonly lastStep: number;
  /** Drops everything after `step`: the run went back to a saved state. */
  truncateAfter(step: number): void;
  /** Replaces the numbers with another run's. */
  replace(rows: Rows<Column> | null): void;
  /** All points. */
  copy(): Points<Column>;
  /** The same without a copy, to be read at once: later numbers may change the arrays. */
  view(): Points<Column>;
  /** `smoothing` in [0, 1): weight of the past values. At most two points per bucket. */
  curve(column: Column, buckets: number, smoothing: number): Curve;
  subscribe(listener: () => void): () => void;
}

/** Numbers of every training step. */
export type Metrics = History<'losses' | 'gradientNorms'>;
export const createMetrics = (): Metrics => createHistory(['losses', 'gradientNorms']);

/**
 * Numbers of every evaluation: the mean loss on held-out images, with the trained weights and with
 * the averaged ones.
 */
export type Validation = History<'raw' | 'ema'>;
export const createValidation = (): Validation => createHistory(['raw', 'ema']);

export function createHistory<Column extends string>(columns: readonly Column[], limit = capacity): History<Column> {
  let size = Math.min(1024, limit);
  let steps = new Float64Array(size);
  const values = new Map(columns.map((column) => [column, new Float32Array(size)]));
  let length = 0;
  const listeners = new Set<() => void>();
  const valuesOf = (column: Column): Float32Array<ArrayBuffer> =>
    (values.get(column) ?? new Float32Array(size)).subarray(0, length);

  const makeRoom = (): void => {
    if (length < size) return;
    if (size < limit) {
      size = Math.min(limit, size * 2);
      steps = grown(steps, new Float64Array(size));
      for (const [column, kept] of values) values.set(column, grown(kept, new Float32Array(size)));
      return;
    }
    const dropped = Math.ceil(limit / 4);
    for (const kept of [steps, ...values.values()]) kept.copyWithin(0, dropped);
    length -= dropped;
  };

  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  const history: History<Column> = {
    get length() {
      return length;
    },
    append(rows) {
      for (let i = 0; i < rows.steps.length; i++) {
        makeRoom();
        steps[length] = rows.steps[i] ?? Number.NaN;
        for (const [column, kept] of values) kept[length] = rows[column]?.[i] ?? Number.NaN;
        length++;
      }
      tell();
    },
    get lastStep() {
      return length > 0 ? (steps[length - 1] ?? 0) : 0;
    },
    replace(rows) {
      length = 0;
      if (rows) history.append(rows);
      else tell();
    },
    copy() {
      const copies = Object.fromEntries(columns.map((column) => [column, valuesOf(column).slice()]));
      return { steps: steps.slice(0, length), ...copies } as Points<Column>;
    },
    view() {
      const views = Object.fromEntries(columns.map((column) => [column, valuesOf(column)]));
      return { steps: steps.subarray(0, length), ...views } as Points<Column>;
    },
    truncateAfter(step) {
      const before = length;
      while (length > 0 && (steps[length - 1] ?? 0) > step) length--;
      if (length !== before) tell();
    },
    curve: (column, buckets, smoothing) =>
      decimate(steps.subarray(0, length), valuesOf(column), Math.max(1, buckets), smoothing),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return history;
}

function grown<Numbers extends Float32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/**
 * Takes one pass. Keeps the extremes of each bucket, so that a single spike among 100,000 steps is
 * still drawn.
 */
function decimate(steps: Float64Array, values: Float32Array, buckets: number, smoothing: number): Curve {
  const curve: Curve = { steps: [], values: [], smoothed: [] };
  const perBucket = Math.max(1, Math.ceil(steps.length / buckets));
  const average = new Float64Array(perBucket);
  let past = 0;
  let weight = 0;
  const put = (at: number, from: number): void => {
    curve.steps.push(steps[at] ?? 0);
    curve.values.push(values[at] ?? 0);
    curve.smoothed.push(average[at - from] ?? 0);
  };
  for (let from = 0; from < steps.length; from += perBucket) {
    const to = Math.min(steps.length, from + perBucket);
    let low = -1;
    let high = -1;
    for (let i = from; i < to; i++) {
      const value = values[i] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      // Dividing by the sum of the weights so far removes the bias towards the starting value (as
      // in Adam).
      past = smoothing * past + (1 - smoothing) * value;
      weight = smoothing * weight + (1 - smoothing);
      average[i - from] = past / weight;
      if (low < 0 || value < (values[low] ?? 0)) low = i;
      if (high < 0 || value > (values[high] ?? 0)) high = i;
    }
    if (low < 0) continue;
    put(Math.min(low, high), from);
    if (low !== high) put(Math.max(low, high), from);
  }
  return curve;
}
