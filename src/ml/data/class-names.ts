/** Classes as a visitor, a link or a command line names them. Data and types only. */
import type { DataSetFacts } from './description.ts';

/** A class number as it is written: at most 1,000 classes. */
const number = /^\d{1,3}$/;

/** The number of the class that is called `name`, or has that number; null for `any` and for what is neither. */
export function classNumber(name: string, { classNames }: Pick<DataSetFacts, 'classNames'>): number | null {
  const index = classNames.indexOf(name);
  if (index >= 0) return index;
  return number.test(name) ? Number(name) : null;
}
