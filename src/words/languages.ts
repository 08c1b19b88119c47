/**
 * The available languages. A second one is a folder beside `en` and a line here;
 * `languages.test.ts` compares it with English.
 */
import type { TranslatedBenchWords, TranslatedWords } from './shape.ts';

interface Language {
  /** In the language itself. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** Null if the words are imported by the parts that show them. */
  readonly load: {
    readonly page: () => Promise<{ readonly words: TranslatedWords }>;
    readonly bench: () => Promise<{ readonly bench: TranslatedBenchWords }>;
  } | null;
}

/** The language that the others translate. Its words are used where a translation is missing. */
export const original = 'en';

/** By BCP 47 tag, as in `<html lang>`, `Intl` and links. */
export const languages = {
  [original]: { name: 'English', direction: 'ltr', load: null },
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageTag = keyof typeof languages;

/**
 * The language with the general type: the literal type of `languages` hides whether there is
 * something to load.
 */
export const languageOf = (tag: LanguageTag): Language => languages[tag];
