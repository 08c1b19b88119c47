import { Suspense } from 'react';
import { lazyPart } from '../frame/lazy-part.tsx';

// There is no advice before the first step.
const CoachLine = lazyPart(async () => (await import('./CoachLine.tsx')).CoachLine);

/** One line about the curves: a problem with its remedy, or a comparison with other runs. */
export function Coach() {
  return (
    <Suspense fallback={null}>
      <CoachLine />
    </Suspense>
  );
}
