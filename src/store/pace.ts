/**
 * Progress of a call that goes step by step, and its expected remaining time. Times are
 * `performance.now()`, in milliseconds.
 */
export interface Pace {
  readonly begunAt: number;
  /** Steps that have been shown. */
  readonly done: number;
  /** All steps; null while the number is unknown. */
  readonly total: number | null;
  /** The time at which the first step was shown. */
  readonly firstAt: number | null;
  /** Null before a step has been measured. */
  readonly secondsLeft: number | null;
  /** Of each step after the first, which includes compiling programs; null before the second. */
  readonly stepMs: number | null;
}

export const beginPace = (total: number | null, now = performance.now()): Pace => ({
  begunAt: now,
  done: 0,
  total,
  firstAt: null,
  secondsLeft: null,
  stepMs: null,
});

/**
 * `done` of `total` steps have been shown. The first step includes compiling programs, so it stops
 * counting once there is a second.
 */
export function withSteps(pace: Pace, done: number, total: number, now = performance.now()): Pace {
  if (done === 0) return { ...pace, total };
  const firstAt = pace.firstAt ?? now;
  const stepMs = done > 1 ? (now - firstAt) / (done - 1) : null;
  const secondsLeft = ((stepMs ?? now - pace.begunAt) * (total - done)) / 1000;
  return { ...pace, done, total, firstAt, secondsLeft, stepMs };
}

/** `pixels`: that go through the network at each step. Null before the second step. */
export const msPerPixel = (pace: Pace | null, pixels: number): number | null =>
  pace?.stepMs == null ? null : pace.stepMs / pixels;
