import type { Room } from './room.ts';
import type { NearestSlice } from './types.ts';

/** The training pictures that are nearest to what was generated last. */
export function createNearest(room: Room): NearestSlice {
  let aborter = new AbortController();
  return {
    found: null,
    busy: false,
    async find() {
      const { result } = room.get().generate;
      if (!result || room.get().nearest.busy) return;
      aborter = new AbortController();
      const { signal } = aborter;
      room.patch('nearest', { busy: true });
      try {
        const nearest = await room.call.nearest(result.samples, signal);
        if (!signal.aborted) room.patch('nearest', { found: { samples: result.samples, ...nearest } });
      } catch (error) {
        room.get().notices.report(error);
      } finally {
        if (aborter.signal === signal) room.patch('nearest', { busy: false });
      }
    },
    cancel: () => aborter.abort(),
    forget() {
      aborter.abort();
      room.patch('nearest', { found: null, busy: false });
    },
  };
}
