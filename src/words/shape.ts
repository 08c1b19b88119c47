/** What a language has to say, as types: English gives the shape, and each language is strings of its own in it. */
import type { bench } from './en/bench.ts';
import type { words } from './en/index.ts';

/** The same keys, with any string for a string. */
type Shape<T> = T extends string ? string : { readonly [Key in keyof T]: Shape<T[Key]> };

/** The page's words, and those of the benchmark's page. Their keys are what `t` takes. */
export type Words = Shape<typeof words>;
export type BenchWords = Shape<typeof bench>;

/** i18next's suffixes for what `Intl.PluralRules` may answer: `_other` is in every language, and which of the rest are depends on it. */
type PluralSuffix = `_${Exclude<Intl.LDMLPluralRule, 'other'>}`;
type Counted<Key> = Key extends `${infer Name}_other` ? Name : never;

/** As `Shape`, but a language has the plural forms that it knows: Chinese needs `_other` alone, Polish adds `_few` and `_many`. */
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
