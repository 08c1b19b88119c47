import type { GenerateStep } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { runSet } from './data-sets.ts';
import { pixelsPerStep } from './denoising-work.ts';
import { startFilming } from './film.ts';
import { beginPace, msPerPixel, withSteps } from './pace.ts';
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
    async generate(changes = {}) {
      const { run, generate } = context.get();
      const look = { ...context.get().look, ...changes };
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
        const pace = msPerPixel(context.get().generate.pace, pixelsPerStep(network, sampling, request.count));
        if (pace !== null) context.runStatus.takePace(runId, pace);
        context.patch('generate', { busy: false, stopping: false, pace: null });
      }
    },
    cancel() {
      if (context.get().generate.busy) context.patch('generate', { stopping: true });
      aborter.abort();
    },
  };
}
