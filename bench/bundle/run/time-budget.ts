/** Divides the time of the whole run among its parts. */

/** A part's share of the time, in seconds of a run of `usualMinutes`. */
export interface Weighted {
  readonly seconds: number;
}

export const usualMinutes = 8;

/**
 * Time in ms that a part has, after it is asked to end and before it is killed, to write its
 * results.
 */
export function graceOf(limit: number): number {
  return Math.min(10_000, limit / 5);
}

/**
 * The limit of the first of these parts in ms: its share of the remaining time. Time that a part
 * does not use goes to all parts after it.
 */
export function limitOfFirst(parts: readonly Weighted[], timeLeft: number): number {
  const [first] = parts;
  const all = parts.reduce((sum, { seconds }) => sum + seconds, 0);
  return first === undefined || all <= 0 ? 0 : Math.max(0, timeLeft) * (first.seconds / all);
}
