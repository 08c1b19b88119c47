/**
 * Past this many, every second of the earlier ones is dropped, so that the whole run stays covered.
 */
const most = 64;

interface OfStep {
  readonly step: number;
}

/**
 * Adds an evaluation to a run's, in step order. A run that went back to a saved state loses its
 * later evaluations.
 */
export const withNewest = <Look extends OfStep>(before: readonly Look[], newest: Look): readonly Look[] =>
  withNewestOf(most, before, newest);

/** The same with another limit. */
export function withNewestOf<Look extends OfStep>(
  limit: number,
  before: readonly Look[],
  newest: Look,
): readonly Look[] {
  const earlier = before.filter(({ step }) => step < newest.step);
  const thinned = earlier.length < limit ? earlier : earlier.filter((_, index) => index % 2 === 0);
  return [...thinned, newest];
}
