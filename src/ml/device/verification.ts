/**
 * Whether recordings are sometimes checked against a computed run. Tests always check; the page
 * checks on request.
 */

let every = 0;
let differences: string[] = [];

/**
 * From now on every n-th run of a replayed computation is computed and recorded again. Its results
 * are used, and its commands must equal the recording's. Uses the memory of another recording
 * meanwhile. 0: never.
 */
export function verifyReplays(nth: number): void {
  every = nth;
}

/** Whether the next run of a computation that has been replayed `runs` times must be checked. */
export function isVerificationDue(runs: number): boolean {
  return every > 0 && (runs + 1) % every === 0;
}

/** A recording was wrong: an error of ours, never the visitor's. */
export function reportDifference(difference: string): void {
  differences.push(difference);
  console.error(difference);
}

/** Differences found since the last call. */
export function takeDifferences(): string[] {
  const taken = differences;
  differences = [];
  return taken;
}
