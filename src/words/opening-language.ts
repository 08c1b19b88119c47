/**
 * The language that a page opens in: the one that its link names, else the one that was last chosen
 * here, else the first that the browser asks for. The script in front of the first paint decides by
 * the same functions.
 */
import { type LanguageTag, languageTags, nearestLanguage, original } from './languages.ts';

const key = 'language';

/** Null if the visitor has chosen none, or the browser keeps nothing for this page. */
export function rememberedLanguage(): LanguageTag | null {
  try {
    const kept = localStorage.getItem(key);
    return languageTags.find((tag) => tag === kept) ?? null;
  } catch {
    return null;
  }
}

export function rememberLanguage(tag: LanguageTag): void {
  try {
    localStorage.setItem(key, tag);
  } catch {
    // Without storage, the choice lasts as long as the page.
  }
}

/** The first of the languages that the browser asks for (`navigator.languages`) that is here. */
export function preferredLanguage(asked: readonly string[]): LanguageTag {
  for (const tag of asked) {
    const known = nearestLanguage(tag);
    if (known) return known;
  }
  return original;
}

/** `linked`: the language in the link (`languageIn`). `asked`: as in `preferredLanguage`. */
export const openingLanguage = (linked: LanguageTag | null, asked: readonly string[]): LanguageTag =>
  linked ?? rememberedLanguage() ?? preferredLanguage(asked);
