import { runSet } from './data-sets.ts';
import { startFilming } from './film.ts';
import type { Room } from './room.ts';
import { samplingFor } from './sampling.ts';
import type { GenerateSlice } from './types.ts';

export function createGenerate(room: Room): GenerateSlice {
  let aborter = new AbortController();
  return {
    result: null,
    busy: false,
    asked: null,
    film: [],
    async generate() {
      const { look, run, generate } = room.get();
      if (generate.busy || !run.status) return;
      const { runId, network } = run.status;
      const sampling = samplingFor(look, network, runSet(room.get()));
      const request = { seed: look.generateSeed, count: look.generateCount, sampling };
      aborter = new AbortController();
      room.patch('generate', { busy: true });
      const filming = startFilming(room, request, runId);
      try {
        filming.finish(await room.call.generate(request, aborter.signal, filming.take));
        room.get().notices.mended('samples');
      } catch (error) {
        room.get().notices.report(error);
      } finally {
        room.patch('generate', { busy: false });
      }
    },
    cancel: () => aborter.abort(),
  };
}
