import { runSet } from './data-sets.ts';
import { lazily } from './lazily.ts';
import type { Room } from './room.ts';
import type { RestoreSlice } from './types.ts';

export function createRestore(room: Room): RestoreSlice {
  /** The newest request wins: an older answer that arrives late is dropped. */
  let request = 0;
  return {
    source: 'test-image',
    original: null,
    name: '',
    label: null,
    repaired: false,
    load: lazily(async () => (await import('./repair.ts')).createRepair(room)),
    async pickTestImage(index) {
      const count = room.get().run.status?.dataSet.counts.test;
      const place = count === undefined ? index : Math.max(0, Math.min(index, count - 1));
      room.get().look.set({ restoreImage: place });
      request += 1;
      const mine = request;
      try {
        const { picture, label } = await room.call.testImage(place);
        if (mine !== request) return;
        const name = runSet(room.get())?.classNames[label] ?? '';
        room.patch('restore', { source: 'test-image', original: picture, name, label });
      } catch (error) {
        room.get().notices.report(error);
      }
    },
    take(original, name) {
      request += 1;
      room.patch('restore', { source: 'own', original, name, label: null });
    },
  };
}
