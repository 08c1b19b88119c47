import { runSet } from './data-sets.ts';
import type { Room } from './room.ts';
import type { RestoreSlice } from './types.ts';

export function createRestore(room: Room): RestoreSlice {
  /** The newest request wins: an older answer that arrives late is dropped. */
  let request = 0;
  let aborter = new AbortController();
  const restore = (): RestoreSlice => room.get().restore;

  return {
    source: 'test-image',
    original: null,
    name: '',
    baseline: 'bilateral',
    result: null,
    busy: false,
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
        room.patch('restore', { source: 'test-image', original: picture, name, result: null });
      } catch (error) {
        room.get().notices.report(error);
      }
    },
    take(original, name) {
      request += 1;
      room.patch('restore', { source: 'own', original, name, result: null });
    },
    setBaseline(baseline) {
      room.patch('restore', { baseline });
      if (restore().result) void restore().restore();
    },
    async restore() {
      const { original, baseline } = restore();
      if (!original) return;
      aborter.abort();
      aborter = new AbortController();
      const { signal } = aborter;
      room.patch('restore', { busy: true });
      const { restoreNoise: noise, restoreSeed: seed } = room.get().look;
      const asked = room.get().run.status?.runId;
      try {
        const result = await room.call.restore({ original, noise, seed, baseline }, signal);
        // Of another picture, or of a network that has been replaced meanwhile, nothing is shown.
        const current = restore().original === original && room.get().run.status?.runId === asked;
        room.get().notices.mended('samples');
        if (current) room.patch('restore', { result: { ...result, comparedWith: baseline } });
      } catch (error) {
        room.get().notices.report(error);
      } finally {
        if (aborter.signal === signal) room.patch('restore', { busy: false });
      }
    },
  };
}
