import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { page } from './en/page.ts';
import { formatIn } from './format.ts';
import { type LanguageTag, languageOf, manifestFile, original } from './languages.ts';
import type { BenchWords, Words } from './shape.ts';
import { translationOf } from './translations.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    /** `bench` exists only on bench.html. */
    resources: { translation: Words; bench: BenchWords };
  }
}

/**
 * Called before anything is rendered; the page is in the original language until `speak`. React
 * escapes what it renders; escaping twice would show entities.
 */
export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: original,
    fallbackLng: original,
    resources: { [original]: { translation: page } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/**
 * A page of this site: its title and description, and how it loads words beyond the common ones.
 */
interface Spoken {
  readonly title: () => string;
  readonly description: () => string;
  readonly load?: (tag: LanguageTag) => Promise<void>;
}

/** The language that was requested last; the words of an earlier one may still be loading. */
let asked: LanguageTag = original;

/**
 * Loads the words of a language and shows the page in it, unless another one has been asked for
 * meanwhile.
 */
export async function speak(tag: LanguageTag, { title, description, load }: Spoken): Promise<void> {
  asked = tag;
  const translation = translationOf(tag);
  if (translation && !i18next.hasResourceBundle(tag, 'translation'))
    i18next.addResourceBundle(tag, 'translation', (await translation.page()).words);
  await load?.(tag);
  if (asked !== tag) return;
  formatIn(tag);
  await i18next.changeLanguage(tag);
  nameDocument(document, title(), description(), tag);
}

/**
 * Sets the document's language, and its name in that language, for the browser and for screen
 * readers.
 */
function nameDocument(page: Document, title: string, description: string, tag: LanguageTag): void {
  page.documentElement.lang = tag;
  page.documentElement.dir = languageOf(tag).direction;
  page.title = title;
  page.querySelector('meta[name=description]')?.setAttribute('content', description);
  const manifest = page.querySelector<HTMLLinkElement>('link[rel=manifest]');
  if (manifest) manifest.href = manifestFile(tag);
}
