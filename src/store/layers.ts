import type { Room } from './room.ts';
import type { LayersSlice } from './types.ts';

/** What the layers hold, when somebody asks. */
export function createLayers(room: Room): LayersSlice {
  return {
    seen: null,
    busy: false,
    async look() {
      const { status } = room.get().run;
      if (room.get().layers.busy || !status) return;
      room.patch('layers', { busy: true });
      try {
        const layers = await room.call.layers();
        const { runId, step } = status;
        room.patch('layers', { seen: { runId, step, layers } });
      } catch (error) {
        room.get().notices.report(error);
      } finally {
        room.patch('layers', { busy: false });
      }
    },
  };
}
