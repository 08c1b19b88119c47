import type { Room } from './room.ts';
import type { GenerateSlice } from './types.ts';

export function createGenerate(room: Room): GenerateSlice {
  let aborter = new AbortController();
  return {
    result: null,
    busy: false,
    async generate() {
      if (room.get().generate.busy) return;
      aborter = new AbortController();
      room.patch('generate', { busy: true });
      const { generateSeed: seed, generateCount: count } = room.get().look;
      const asked = room.get().run.status?.runId;
      try {
        const result = await room.call.generate({ seed, count }, aborter.signal);
        // Of a network that has been replaced meanwhile nothing is shown.
        if (room.get().run.status?.runId === asked) room.patch('generate', { result });
      } catch (error) {
        room.get().notices.report(error);
      } finally {
        room.patch('generate', { busy: false });
      }
    },
    cancel: () => aborter.abort(),
  };
}
