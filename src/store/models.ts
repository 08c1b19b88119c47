/** Ready-made models: whether their panel is open. What there is, and loading one, come with the panel (`shipped-models.ts`). */
import type { Room } from './room.ts';
import type { ShippedModels } from './shipped-models.ts';
import type { ModelsSlice } from './types.ts';

export function createModels(room: Room, pageAddress: () => string): ModelsSlice {
  let loaded: Promise<ShippedModels> | null = null;
  return {
    open: false,
    show: () => room.patch('models', { open: true }),
    close: () => room.patch('models', { open: false }),
    async load() {
      loaded ??= import('./shipped-models.ts').then((part) => part.createShippedModels(room, pageAddress));
      try {
        return await loaded;
      } catch (error) {
        loaded = null; // it may be there the next time
        throw error;
      }
    },
  };
}
