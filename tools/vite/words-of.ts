/** All words of a language, for what a build writes into the host's pages. */
import { words as english } from '../../src/words/en/index.ts';
import type { LanguageTag } from '../../src/words/languages.ts';
import type { TranslatedWords } from '../../src/words/shape.ts';
import { translationOf } from '../../src/words/translations.ts';

export async function wordsOf(tag: LanguageTag): Promise<TranslatedWords> {
  const translation = translationOf(tag);
  return translation ? (await translation.page()).words : english;
}
