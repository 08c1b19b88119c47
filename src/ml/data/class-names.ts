/** Classes as a visitor, a link or a command line writes them. Data and types only. */
import type { DataSetFacts } from './description.ts';

/** Matches a class number: there are at most 1,000 classes. */
const number = /^\d{1,3}$/;

/** The class with this name or this number; null for `any` and for anything else. */
export function classNumber(name: string, { classNames }: Pick<DataSetFacts, 'classNames'>): number | null {
  const index = classNames.indexOf(name);
  if (index >= 0) return index;
  return number.test(name) ? Number(name) : null;
}
