/** Which view of the run is on show. Each change is an entry of the browser's history: Back shows what was seen before. */
import type { Experiment } from '../ml/config.ts';
import type { ViewName } from '../share/view-names.ts';
import type { StoreContext } from './context.ts';
import type { ViewSlice } from './types.ts';

/** `note`: the page's address says what there is now. */
export function createView(
  context: StoreContext,
  first: ViewName,
  sent: Experiment | null,
  note: (how: 'push' | 'replace') => void,
): ViewSlice {
  return {
    name: first,
    sent,
    show(name, prepares = true) {
      if (context.get().view.name === name) return;
      note('replace'); // with what has been set since it was noted
      context.patch('view', { name });
      if (name !== 'start' && prepares) context.get().engine.prepare();
      note('push');
    },
    note: () => note('replace'),
  };
}
