import type { StoreContext } from './context.ts';
import type { LayersSlice } from './types.ts';

/** Statistics of the layers, fetched on request. */
export function createLayers(context: StoreContext): LayersSlice {
  return {
    seen: null,
    busy: false,
    async look() {
      const { status } = context.get().run;
      if (context.get().layers.busy || !status) return;
      context.patch('layers', { busy: true });
      try {
        const layers = await context.call.layers();
        const { runId, step } = status;
        context.patch('layers', { seen: { runId, step, layers } });
      } catch (error) {
        context.get().notices.report(error);
      } finally {
        context.patch('layers', { busy: false });
      }
    },
  };
}
