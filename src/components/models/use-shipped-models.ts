import { useStore } from 'zustand/react';
import type { ShippedModels, ShippedModelsState } from '../../store/shipped-models.ts';

/** The component renders again only when what the selector picks has changed. */
export function useShippedModels<Picked>(
  { store }: ShippedModels,
  pick: (state: ShippedModelsState) => Picked,
): Picked {
  return useStore(store, pick);
}
