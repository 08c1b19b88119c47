/** The remaining time of a repair that runs part by part. */

export interface PartsDone {
  /** Both count from 1. */
  readonly pass: number;
  readonly passes: number;
  readonly part: number;
  readonly parts: number;
}

/** The share done of all parts of all passes, from 0 to 1. */
export const shareDone = ({ pass, passes, part, parts }: PartsDone): number =>
  (pass - 1 + part / Math.max(1, parts)) / Math.max(1, passes);

/**
 * Remaining milliseconds, from the speed since the first part was done, which excludes the time of
 * compiling. Call it with each progress of one call, in order; null for the first. `now`: in ms.
 */
export function timeLeft(now: () => number = () => performance.now()): (done: PartsDone) => number | null {
  let first: { readonly share: number; readonly at: number } | null = null;
  return (done) => {
    const share = shareDone(done);
    if (first === null) {
      first = { share, at: now() };
      return null;
    }
    const gone = share - first.share;
    return gone > 0 ? ((now() - first.at) / gone) * (1 - share) : null;
  };
}
