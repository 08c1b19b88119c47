/** Ready-made models: whether their panel is open. What there is, and loading one, come with the panel (`shipped-models.ts`). */
import { lazily } from './lazily.ts';
import type { Room } from './room.ts';
import type { ModelsSlice } from './types.ts';

export function createModels(room: Room, pageAddress: () => string): ModelsSlice {
  return {
    open: false,
    show: () => room.patch('models', { open: true }),
    close: () => room.patch('models', { open: false }),
    load: lazily(async () => (await import('./shipped-models.ts')).createShippedModels(room, pageAddress)),
  };
}
