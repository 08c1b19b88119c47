import { Suspense } from 'react';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './OpenTask.module.css';
import { shownTask } from './shown-task.ts';

const TaskCard = lazyPart(async () => (await import('./TaskCard.tsx')).TaskCard);

/** The exercise that was opened, above the view. */
export function OpenTask() {
  const task = usePlayground(shownTask);
  const closeTask = usePlayground((state) => state.view.closeTask);
  if (task === null) return null;
  return (
    <Boundary onBroken={closeTask}>
      <Suspense fallback={<div className={classes.place} />}>
        <TaskCard key={task} task={task} />
      </Suspense>
    </Boundary>
  );
}
