/** The room's door: what components may know of it. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand/react';
import type { Playground } from './playground.ts';
import type { PlaygroundState } from './types.ts';

export type { Curve, LossHistory } from './metrics.ts';
export { waitsForReset } from './run.ts';
export { canReset, isRunning } from './run-status.ts';
export type * from './types.ts';

export const PlaygroundContext = createContext<Playground | null>(null);

function useRoom(): Playground {
  const playground = useContext(PlaygroundContext);
  if (!playground) throw new Error('no PlaygroundContext above this component');
  return playground;
}

/** The component renders again only when what the selector picks has changed. */
export function usePlayground<Picked>(pick: (state: PlaygroundState) => Picked): Picked {
  return useStore(useRoom().store, pick);
}

/** The losses outside React, for the chart. */
export const useLosses = () => useRoom().losses;
