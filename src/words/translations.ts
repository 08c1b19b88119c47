/**
 * How the words of the translated languages are loaded. Each language is a file of its own, which
 * only its readers fetch.
 */
import { type LanguageTag, original } from './languages.ts';
import type { TranslatedBenchWords, TranslatedWords } from './shape.ts';

interface Translation {
  readonly page: () => Promise<{ readonly words: TranslatedWords }>;
  readonly bench: () => Promise<{ readonly bench: TranslatedBenchWords }>;
}

/** Null for the original language. */
const translations: Readonly<Record<LanguageTag, Translation | null>> = {
  [original]: null,
  'zh-CN': { page: () => import('./zh-CN/index.ts'), bench: () => import('./zh-CN/bench.ts') },
};

export const translationOf = (tag: LanguageTag): Translation | null => translations[tag];
