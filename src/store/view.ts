/**
 * Which view of the run is shown. Each change is an entry in the browser's history: Back shows the
 * previous view.
 */
import { leavesOut } from '../share/page-frame.ts';
import { standardView } from '../share/view-names.ts';
import type { StoreContext } from './context.ts';
import type { PageAddress } from './page-address.ts';
import type { ViewSlice } from './types.ts';

export function createView(
  context: StoreContext,
  { linked, sent, exercise, note, noteNoTask }: PageAddress,
): ViewSlice {
  return {
    name: linked.view ?? standardView,
    sent,
    ...exercise,
    closeTask() {
      if (context.get().view.task === null) return;
      context.patch('view', { task: null, taskModel: null });
      noteNoTask();
    },
    show(name, prepares = true) {
      // A link without the choice of the view keeps to one, whatever would lead to another.
      if (context.get().view.name === name || leavesOut(context.get().frame, 'views')) return;
      note('replace'); // with the settings changed since the last note
      context.patch('view', { name });
      if (name !== 'start' && prepares) context.get().engine.prepare();
      note('push');
    },
    note: () => note('replace'),
  };
}
