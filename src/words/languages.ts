/** The languages that there are. A second one is a folder beside `en` and a line here; `languages.test.ts` compares it with English. */
import type { TranslatedBenchWords, TranslatedWords } from './shape.ts';

interface Language {
  /** In itself. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** Null where the words come with the parts that show them. */
  readonly load: {
    readonly page: () => Promise<{ readonly words: TranslatedWords }>;
    readonly bench: () => Promise<{ readonly bench: TranslatedBenchWords }>;
  } | null;
}

/** The language whose words the others translate, and which stands in where one of theirs is missing. */
export const original = 'en';

/** By tag (BCP 47), as `<html lang>`, `Intl` and a link have it. */
export const languages = {
  [original]: { name: 'English', direction: 'ltr', load: null },
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageTag = keyof typeof languages;

/** As it is known here, with what its literal type hides: whether there is something to load. */
export const languageOf = (tag: LanguageTag): Language => languages[tag];
