import type { StoreContext } from './context.ts';
import type { NearestSlice } from './types.ts';

/** The training pictures that are nearest to the samples generated last. */
export function createNearest(context: StoreContext): NearestSlice {
  let aborter = new AbortController();
  return {
    found: null,
    busy: false,
    async find() {
      const { result } = context.get().generate;
      if (!result || context.get().nearest.busy) return;
      aborter = new AbortController();
      const { signal } = aborter;
      context.patch('nearest', { busy: true });
      try {
        const nearest = await context.call.nearest(result.samples, signal);
        if (!signal.aborted) context.patch('nearest', { found: { samples: result.samples, ...nearest } });
      } catch (error) {
        context.get().notices.report(error);
      } finally {
        if (aborter.signal === signal) context.patch('nearest', { busy: false });
      }
    },
    cancel: () => aborter.abort(),
    forget() {
      aborter.abort();
      context.patch('nearest', { found: null, busy: false });
    },
  };
}
