/**
 * The language in a link (`lang=zh-CN`). Like the frame it belongs to the page, not to the run. It
 * takes precedence over the language that the browser remembers or asks for.
 */
import { type LanguageTag, languageTags, nearestLanguage } from '../words/languages.ts';
import { linkIn, withField } from './link-address.ts';
import type { LinkNotice } from './link-notice.ts';
import { anyWord, fieldsIn, isAnchor } from './mended-link-text.ts';
import { shorten } from './shorten.ts';

export const languageKey = 'lang';

const isLanguage = ({ key }: { readonly key: string }): boolean => key === languageKey;

/** The language as the link writes it. `link`: as `linkIn` returns it. */
export const languageText = (link: string): string | undefined =>
  isAnchor(link) ? undefined : fieldsIn(link, anyWord).find(isLanguage)?.value;

/** Whether the link says nothing else, so that it opens what an address without a link opens. */
export const namesOnlyLanguage = (link: string): boolean => isAnchor(link) || fieldsIn(link, anyWord).every(isLanguage);

/** Null if the link in this address names no language that is here. */
export const languageIn = (address: string): LanguageTag | null => nearestLanguage(languageText(linkIn(address)) ?? '');

/** Undefined if the link names none that is here; a notice says so. */
export function readLanguage(text: string | undefined, notices: LinkNotice[]): LanguageTag | undefined {
  if (text === undefined) return undefined;
  const tag = nearestLanguage(text);
  if (tag) return tag;
  notices.push({
    code: 'not-a-name',
    values: { key: languageKey, value: shorten(text), allowed: languageTags.join(', ') },
  });
  return undefined;
}

/** To be appended to a link that has fields. Null: each reader's browser decides. */
export const writeLanguage = (tag: LanguageTag | null): string => (tag === null ? '' : `&${languageKey}=${tag}`);

/** A link with only the language; empty for null. */
export const languageLink = (tag: LanguageTag | null): string => (tag === null ? '' : `#${languageKey}=${tag}`);

/** The address with this language in its link, or with none. */
export const withLanguage = (address: string, tag: LanguageTag | null): string => withField(address, languageKey, tag);
