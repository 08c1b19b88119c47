import type { GenerateStep } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { runSet } from './data-sets.ts';
import { startFilming } from './film.ts';
import { beginPace, withSteps } from './pace.ts';
import { samplingFor } from './sampling.ts';
import type { GenerateSlice } from './types.ts';

export function createGenerate(context: StoreContext): GenerateSlice {
  let aborter = new AbortController();
  return {
    result: null,
    busy: false,
    pace: null,
    stopping: false,
    asked: null,
    film: [],
    async generate() {
      const { look, run, generate } = context.get();
      if (generate.busy || !run.status) return;
      const { runId, network } = run.status;
      const sampling = samplingFor(look, network, runSet(context.get()));
      const request = { seed: look.generateSeed, count: look.generateCount, sampling };
      aborter = new AbortController();
      const steps = network.kind === 'diffusion' ? sampling.steps : null;
      context.patch('generate', { busy: true, stopping: false, pace: beginPace(steps) });
      const filming = startFilming(context, request, runId);
      try {
        const take = (step: GenerateStep): void => {
          const { pace } = context.get().generate;
          if (pace) context.patch('generate', { pace: withSteps(pace, step.index + 1, step.total) });
          filming.take(step);
        };
        filming.finish(await context.call.generate(request, aborter.signal, take));
        context.get().notices.mended('samples');
      } catch (error) {
        context.get().notices.report(error);
      } finally {
        context.patch('generate', { busy: false, stopping: false, pace: null });
      }
    },
    cancel() {
      if (context.get().generate.busy) context.patch('generate', { stopping: true });
      aborter.abort();
    },
  };
}
