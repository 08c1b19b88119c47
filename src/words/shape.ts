/**
 * The words of a language as types: English determines the shape, and each language fills it with
 * its own strings.
 */
import type { bench } from './en/bench.ts';
import type { words } from './en/index.ts';

/** The same keys, with any string in place of a literal. */
type Shape<T> = T extends string ? string : { readonly [Key in keyof T]: Shape<T[Key]> };

/** The page's words, and those of the benchmark's page. `t` takes their keys. */
export type Words = Shape<typeof words>;
export type BenchWords = Shape<typeof bench>;

/**
 * i18next's suffixes for the results of `Intl.PluralRules`: every language has `_other`; which of
 * the others it has depends on the language.
 */
type PluralSuffix = `_${Exclude<Intl.LDMLPluralRule, 'other'>}`;
type Counted<Key> = Key extends `${infer Name}_other` ? Name : never;

/**
 * Like `Shape`, but with the plural forms that a language has: Chinese needs only `_other`, Polish
 * adds `_few` and `_many`.
 */
type Translated<T> = T extends string
  ? string
  : T extends readonly unknown[]
    ? { readonly [Key in keyof T]: Translated<T[Key]> }
    : {
        readonly [Key in keyof T as Key extends `${Counted<keyof T>}${PluralSuffix}` ? never : Key]: Translated<T[Key]>;
      } & { readonly [Key in `${Counted<keyof T>}${PluralSuffix}`]?: string };

/** What a second language's `index.ts` and `bench.ts` export. */
export type TranslatedWords = Translated<Words>;
export type TranslatedBenchWords = Translated<BenchWords>;
