import type { GenerateStep } from '../workers/protocol.ts';
import { runSet } from './data-sets.ts';
import { startFilming } from './film.ts';
import { beginPace, withSteps } from './pace.ts';
import type { Room } from './room.ts';
import { samplingFor } from './sampling.ts';
import type { GenerateSlice } from './types.ts';

export function createGenerate(room: Room): GenerateSlice {
  let aborter = new AbortController();
  return {
    result: null,
    busy: false,
    pace: null,
    stopping: false,
    asked: null,
    film: [],
    async generate() {
      const { look, run, generate } = room.get();
      if (generate.busy || !run.status) return;
      const { runId, network } = run.status;
      const sampling = samplingFor(look, network, runSet(room.get()));
      const request = { seed: look.generateSeed, count: look.generateCount, sampling };
      aborter = new AbortController();
      const steps = network.kind === 'diffusion' ? sampling.steps : null;
      room.patch('generate', { busy: true, stopping: false, pace: beginPace(steps) });
      const filming = startFilming(room, request, runId);
      try {
        const take = (step: GenerateStep): void => {
          const { pace } = room.get().generate;
          if (pace) room.patch('generate', { pace: withSteps(pace, step.index + 1, step.total) });
          filming.take(step);
        };
        filming.finish(await room.call.generate(request, aborter.signal, take));
        room.get().notices.mended('samples');
      } catch (error) {
        room.get().notices.report(error);
      } finally {
        room.patch('generate', { busy: false, stopping: false, pace: null });
      }
    },
    cancel() {
      if (room.get().generate.busy) room.patch('generate', { stopping: true });
      aborter.abort();
    },
  };
}
