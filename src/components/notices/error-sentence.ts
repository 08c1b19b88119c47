/**
 * An error's sentence in the page's language. A component that shows one must load the words
 * `errors` and `reasons`.
 */
import type { TFunction } from 'i18next';
import { shippedSetNames } from '../../ml/config.ts';
import type { ErrorReport } from '../../store/index.ts';
import { joinSentences, shortName } from '../../words/format.ts';
import { withReasons } from '../../words/reason-text.ts';

/** What happened and what to do about it. The remedy is the main page's unless another is given. */
export function errorSentence(t: TFunction, { code, values: given }: ErrorReport, remedy?: string): string {
  const values = named(
    t,
    withReasons(shortened(given), (reason, of) => t(`reasons.${reason}`, of)),
  );
  return joinSentences(t(`errors.${code}.what`, values), remedy ?? t(`errors.${code}.remedy`, values));
}

/** The engine knows only the ids of shipped sets and models; the words contain their names. */
function named(t: TFunction, values: ErrorReport['values']): ErrorReport['values'] {
  const set = shippedSetNames.find((name) => name === values.set);
  return {
    ...values,
    ...(set && { set: t(`dataSets.sets.${set}.name`) }),
    ...(values.model !== undefined && {
      model: t(`modelNames.${String(values.model)}`, { defaultValue: String(values.model) }),
    }),
  };
}

/** A file name may have 255 characters without a space. */
export function shortened(values: ErrorReport['values']): ErrorReport['values'] {
  const shorter = (value: ErrorReport['values'][string]) =>
    typeof value === 'string' && !value.includes(' ') ? shortName(value) : value;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, shorter(value)]));
}
