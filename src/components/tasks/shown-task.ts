import type { TaskName } from '../../share/tasks.ts';
import type { PlaygroundState } from '../../store/index.ts';

/** The exercise whose steps are on the page; Start lists them all instead. */
export const shownTask = ({ view: { name, task } }: PlaygroundState): TaskName | null =>
  name === 'start' ? null : task;
