import type { Evaluation } from '../workers/protocol.ts';

/** Beyond this many, every second of the earlier ones is let go: the whole run stays in view. */
const most = 64;

/** The evaluations of a run with one more, in step order. A run that went back to a saved state takes its evaluations back with it. */
export function withNewest(before: readonly Evaluation[], newest: Evaluation): readonly Evaluation[] {
  const earlier = before.filter(({ step }) => step < newest.step);
  const thinned = earlier.length < most ? earlier : earlier.filter((_, index) => index % 2 === 0);
  return [...thinned, newest];
}
