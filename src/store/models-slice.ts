/**
 * Whether the panel of ready-made models is open. The list of models and the loading come with the
 * panel (`shipped-models.ts`).
 */

import type { StoreContext } from './context.ts';
import { lazily } from './lazily.ts';
import type { ModelsSlice } from './types.ts';

export function createModels(context: StoreContext): ModelsSlice {
  return {
    open: false,
    show: () => context.patch('models', { open: true }),
    close: () => context.patch('models', { open: false }),
    load: lazily(async () => (await import('./shipped-models.ts')).createShippedModels(context)),
  };
}
