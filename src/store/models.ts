/** Ready-made models: whether their panel is open. What there is, and loading one, come with the panel (`shipped-models.ts`). */

import type { StoreContext } from './context.ts';
import { lazily } from './lazily.ts';
import type { ModelsSlice } from './types.ts';

export function createModels(context: StoreContext, pageAddress: () => string): ModelsSlice {
  return {
    open: false,
    show: () => context.patch('models', { open: true }),
    close: () => context.patch('models', { open: false }),
    load: lazily(async () => (await import('./shipped-models.ts')).createShippedModels(context, pageAddress)),
  };
}
