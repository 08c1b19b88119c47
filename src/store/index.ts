/** The entry point of the store: components may import only this. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand/react';
import type { Playground } from './playground.ts';
import type { PlaygroundState } from './types.ts';

export { missingPartOf, reportOf } from '../ml/errors.ts';
export { enoughToInvent, formSet, type KnownSet, runSet } from './data-sets.ts';
export { asksToSwitch, waitsForReset } from './form-and-run.ts';
export { isUnsaved } from './notices-slice.ts';
export type { RateChange } from './rate-log.ts';
export { canReset, isMeasuredHere, isReady, isRunning, opensModel } from './run-status.ts';
export { classIndexOf, classValueOf, samplingFor } from './sampling.ts';
export { missingTaskModel } from './task-model.ts';
export type * from './types.ts';

export const PlaygroundContext = createContext<Playground | null>(null);

function useProvidedPlayground(): Playground {
  const playground = useContext(PlaygroundContext);
  if (!playground) throw new Error('no PlaygroundContext above this component');
  return playground;
}

/** The component renders again only when what the selector picks has changed. */
export function usePlayground<Picked>(pick: (state: PlaygroundState) => Picked): Picked {
  return useStore(useProvidedPlayground().store, pick);
}

/** The state itself, for code that follows it without rendering. */
export const usePlaygroundStore = () => useProvidedPlayground().store;

/** Loss and gradient norm of every step, kept outside React for a chart. */
export const useMetrics = () => useProvidedPlayground().metrics;

/** Loss on held-out images at every evaluation. */
export const useValidation = () => useProvidedPlayground().validation;
