import { Suspense } from 'react';
import { usePlayground } from '../../store/index.ts';
import { lazyPart } from '../frame/lazy-part.tsx';
import { useShowsTransport } from '../transport/use-shows-transport.ts';
import classes from './Coach.module.css';

const CoachLine = lazyPart(async () => (await import('./CoachLine.tsx')).CoachLine);

/**
 * One line about the curves: a problem with its remedy, or a comparison with other runs. It is
 * there before the first step, so that nothing moves then. Its advice is about training: a page
 * without training has no coach.
 */
export function Coach() {
  const begun = usePlayground((state) => (state.run.status?.step ?? 0) > 0);
  const trains = useShowsTransport();
  if (!trains) return null;
  return (
    <Suspense fallback={<div className={classes.coach} />}>
      <CoachLine begun={begun} />
    </Suspense>
  );
}
