/**
 * Which view of the run is shown. Each change is an entry in the browser's history: Back shows the
 * previous view.
 */
import type { Experiment } from '../ml/config.ts';
import type { TaskName } from '../share/tasks.ts';
import type { ViewName } from '../share/view-names.ts';
import type { StoreContext } from './context.ts';
import type { ViewSlice } from './types.ts';

/** `note`: writes the current settings into the page's address. */
export function createView(
  context: StoreContext,
  first: ViewName,
  sent: Experiment | null,
  task: TaskName | null,
  note: (how: 'push' | 'replace') => void,
): ViewSlice {
  return {
    name: first,
    sent,
    task,
    closeTask: () => context.patch('view', { task: null }),
    show(name, prepares = true) {
      if (context.get().view.name === name) return;
      note('replace'); // with the settings changed since the last note
      context.patch('view', { name });
      if (name !== 'start' && prepares) context.get().engine.prepare();
      note('push');
    },
    note: () => note('replace'),
  };
}
