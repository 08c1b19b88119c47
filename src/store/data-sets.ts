/** The data sets that may be chosen: those that ship with the page, and the visitor's own. */
import { type DataSetDescription, type ShippedSet, shippedSet } from '../ml/config.ts';
import type { DataSetsSlice, PlaygroundState } from './types.ts';

export type KnownSet = ShippedSet | DataSetDescription;

/** Training pictures: with fewer a network rather remembers them than invents new ones. */
export const enoughToInvent = 500;

/** Null: one of a visitor's that is not here. */
export function knownSet(id: string, { own }: Pick<DataSetsSlice, 'own'>): KnownSet | null {
  return shippedSet(id) ?? own.find((set) => set.id === id) ?? null;
}

/** The set that the form is about. */
export const formSet = ({ run, dataSets }: Pick<PlaygroundState, 'run' | 'dataSets'>): KnownSet | null =>
  knownSet(run.draft.data, dataSets);

/** The set of the run on show, or, until the engine has answered, of the form. */
export const runSet = ({ run, dataSets }: Pick<PlaygroundState, 'run' | 'dataSets'>): KnownSet | null =>
  run.status?.dataSet ?? knownSet(run.draft.data, dataSets);
