/** Puts words in place of the reasons among an error's values, in any language. */
import type { ErrorValues } from '../ml/errors.ts';
import type { ReasonCode, ReasonValue } from '../ml/reasons.ts';

type PlainValues = Readonly<Record<string, string | number>>;

/** The sentence's part for a code, with its values in place. */
type Say = (code: ReasonCode, values: PlainValues) => string;

/** The values with words in place of reasons. Reasons within a reason are replaced first. */
export const withReasons = (values: ErrorValues, say: Say): PlainValues =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, inWords(value, say)]));

export function inWords(value: ReasonValue, say: Say): string | number {
  if (typeof value !== 'object') return value;
  const { code, ...values } = value;
  return say(code, withReasons(values, say));
}
