import { useEffect, useState } from 'react';
import { type Evaluation, usePlayground } from '../../store/index.ts';

/** So many are kept to look back on; then every second is let go, so that the whole run stays in view. */
const most = 12;

/** The newest evaluation and, thinned, those before it, in step order. */
export function useEvaluations(): readonly Evaluation[] {
  const newest = usePlayground((state) => state.evaluation.newest);
  const [kept, setKept] = useState<readonly Evaluation[]>([]);
  useEffect(() => setKept((before) => (newest ? withNewest(before, newest) : [])), [newest]);
  return kept;
}

/** A run that went back to a saved state takes its evaluations back with it. */
export function withNewest(before: readonly Evaluation[], newest: Evaluation): readonly Evaluation[] {
  const earlier = before.filter(({ step }) => step < newest.step);
  const thinned = earlier.length < most ? earlier : earlier.filter((_, index) => index % 2 === 0);
  return [...thinned, newest];
}
