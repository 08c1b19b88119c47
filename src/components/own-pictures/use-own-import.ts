import { useStore } from 'zustand/react';
import type { OwnImport, OwnImportState } from '../../store/own-import.ts';

/** The component renders again only when what the selector picks has changed. */
export function useOwnImport<Picked>({ store }: OwnImport, pick: (state: OwnImportState) => Picked): Picked {
  return useStore(store, pick);
}
