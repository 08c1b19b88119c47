import type { StoreContext } from './context.ts';
import { runSet } from './data-sets.ts';
import { lazily } from './lazily.ts';
import type { RestoreSlice } from './types.ts';

export function createRestore(context: StoreContext): RestoreSlice {
  /** The newest request wins: an older answer that arrives late is dropped. */
  let request = 0;
  return {
    source: 'test-image',
    original: null,
    name: '',
    label: null,
    hasColours: null,
    repaired: false,
    load: lazily(async () => (await import('./repair.ts')).createRepair(context)),
    async pickTestImage(index) {
      const count = context.get().run.status?.dataSet.counts.test;
      const place = count === undefined ? index : Math.max(0, Math.min(index, count - 1));
      context.get().look.set({ restoreImage: place });
      request += 1;
      const mine = request;
      try {
        const { picture, label } = await context.call.testImage(place);
        if (mine !== request) return;
        const name = runSet(context.get())?.classNames[label] ?? '';
        context.patch('restore', { source: 'test-image', original: picture, name, label, hasColours: null });
      } catch (error) {
        context.get().notices.report(error);
      }
    },
    take(original, name, hasColours) {
      request += 1;
      context.patch('restore', { source: 'own', original, name, label: null, hasColours: hasColours ?? null });
    },
  };
}
