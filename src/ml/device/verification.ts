/** Whether recordings are checked now and then against what would be computed. The tests check always; the page when somebody asks for it. */

let every = 0;
let differences: string[] = [];

/**
 * From now on every n-th run of what is replayed is computed and recorded again: its results are used, and its commands must be those of the recording. Costs the
 * memory of another recording while it runs. 0: never.
 */
export function verifyReplays(nth: number): void {
  every = nth;
}

/** Of a computation that has been replayed `runs` times: whether the next run is to be checked. */
export function isVerificationDue(runs: number): boolean {
  return every > 0 && (runs + 1) % every === 0;
}

/** A recording was wrong: an error of ours, never the visitor's. */
export function reportDifference(difference: string): void {
  differences.push(difference);
  console.error(difference);
}

/** Those that were found since it was last asked. */
export function takeDifferences(): string[] {
  const taken = differences;
  differences = [];
  return taken;
}
