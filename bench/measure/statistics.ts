/** Summarizes a few values that scatter: their median and their range. */

export interface Summary {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Throws if there are no values. */
export function summarize(values: readonly number[]): Summary {
  if (values.length === 0) throw new Error('no values to summarize');
  const sorted = [...values].sort((a, b) => a - b);
  return { median: middleOf(sorted), low: sorted[0] ?? 0, high: sorted.at(-1) ?? 0, count: sorted.length };
}

export function median(values: readonly number[]): number {
  return summarize(values).median;
}

/**
 * How many times as long `others` took as `own`: the ratio of the medians, and the smallest and
 * largest ratio of a single round. In round i both were measured in turn, so a machine that slows
 * down slows both.
 */
export function ratioOf(others: readonly number[], own: readonly number[]): Summary {
  const pairs = Math.min(others.length, own.length);
  const perRound = Array.from({ length: pairs }, (_, i) => (others[i] ?? Number.NaN) / (own[i] ?? Number.NaN));
  return { ...summarize(perRound), median: median(others) / median(own) };
}

/** For an even number of values, the mean of the middle two. */
function middleOf(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? Number.NaN) + upper) / 2 : upper;
}
