/** The data sets that can be chosen: those that ship with the page, and the visitor's own. */
import { type DataSetDescription, type ShippedSet, shippedSet } from '../ml/config.ts';
import type { DataSetsSlice, PlaygroundState } from './types.ts';

export type KnownSet = ShippedSet | DataSetDescription;

/**
 * The smallest number of training pictures. With fewer, a network remembers them rather than
 * inventing new ones.
 */
export const enoughToInvent = 500;

/** Null if the id is that of a visitor's own set which is not in this browser. */
function knownSet(id: string, { own }: Pick<DataSetsSlice, 'own'>): KnownSet | null {
  return shippedSet(id) ?? own.find((set) => set.id === id) ?? null;
}

/** The set chosen in the form. */
export const formSet = ({ run, dataSets }: Pick<PlaygroundState, 'run' | 'dataSets'>): KnownSet | null =>
  knownSet(run.draft.data, dataSets);

/** The set of the current run; until the engine has answered, the form's set. */
export const runSet = ({ run, dataSets }: Pick<PlaygroundState, 'run' | 'dataSets'>): KnownSet | null =>
  run.status?.dataSet ?? knownSet(run.draft.data, dataSets);
