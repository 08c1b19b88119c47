import { Suspense } from 'react';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';

const TaskCard = lazyPart(async () => (await import('./TaskCard.tsx')).TaskCard);

/** The exercise that was opened, above every view but Start, which lists them all. */
export function OpenTask() {
  const { name, task, closeTask } = usePlayground((state) => state.view);
  if (task === null || name === 'start') return null;
  return (
    <Boundary onBroken={closeTask}>
      <Suspense>
        <TaskCard key={task} task={task} />
      </Suspense>
    </Boundary>
  );
}
