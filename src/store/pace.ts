/** How far a call is that goes step by step, and how long it is expected to take still. Times are `performance.now()`, in milliseconds. */
export interface Pace {
  readonly begunAt: number;
  /** Steps that have been shown. */
  readonly done: number;
  /** Of all; null where nobody knows yet. */
  readonly total: number | null;
  /** When the first was shown. */
  readonly firstAt: number | null;
  /** Null before a step has been measured. */
  readonly secondsLeft: number | null;
}

export const beginPace = (total: number | null, now = performance.now()): Pace => ({
  begunAt: now,
  done: 0,
  total,
  firstAt: null,
  secondsLeft: null,
});

/** `done` steps of `total` have been shown by now. The first has programs to compile: from the second on it no longer counts. */
export function withSteps(pace: Pace, done: number, total: number, now = performance.now()): Pace {
  if (done === 0) return { ...pace, total };
  const firstAt = pace.firstAt ?? now;
  const measured = done > 1 ? (now - firstAt) / (done - 1) : now - pace.begunAt;
  return { ...pace, done, total, firstAt, secondsLeft: (measured * (total - done)) / 1000 };
}
