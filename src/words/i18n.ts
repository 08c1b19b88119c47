import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { page } from './en/page.ts';
import { formatIn } from './format.ts';
import { type LanguageTag, languageOf, original } from './languages.ts';
import type { BenchWords, Words } from './shape.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    /** `bench` exists only on bench.html. */
    resources: { translation: Words; bench: BenchWords };
  }
}

/**
 * Called before anything is rendered. React escapes what it renders; escaping twice would show
 * entities.
 */
export async function startWords(tag: LanguageTag = original): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: tag,
    fallbackLng: original,
    resources: { [original]: { translation: page } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  formatIn(tag);
  const { load } = languageOf(tag);
  if (load) i18next.addResourceBundle(tag, 'translation', (await load.page()).words, true);
}

/**
 * Sets the document's language, and its name in that language, for the browser and for screen
 * readers.
 */
export function nameDocument(page: Document, title: string, tag: LanguageTag = original): void {
  page.documentElement.lang = tag;
  page.documentElement.dir = languageOf(tag).direction;
  page.title = title;
}
