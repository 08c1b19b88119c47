/** Beyond this many, every second of the earlier ones is let go: the whole run stays in view. */
const most = 64;

interface OfStep {
  readonly step: number;
}

/** The evaluations of a run with one more, in step order. A run that went back to a saved state takes its evaluations back with it. */
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
