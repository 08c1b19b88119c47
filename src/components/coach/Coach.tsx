import { Suspense } from 'react';
import { lazyPart } from '../frame/lazy-part.tsx';

// Has nothing to say before the first step.
const CoachLine = lazyPart(async () => (await import('./CoachLine.tsx')).CoachLine);

/** One line about the curves: a problem and its remedy, or how the run compares. */
export function Coach() {
  return (
    <Suspense fallback={null}>
      <CoachLine />
    </Suspense>
  );
}
