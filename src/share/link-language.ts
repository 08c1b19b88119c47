/**
 * The language in a link (`lang=zh-CN`). Like the frame it belongs to the page, not to the run: it
 * decides before what the browser remembers and asks for.
 */
import { type LanguageTag, languageTags, nearestLanguage } from '../words/languages.ts';
import type { LinkNotice } from './link-notice.ts';
import { shorten } from './shorten.ts';

export const languageKey = 'lang';

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

/** The address with this language in its fragment, or with none; the rest stays as it is written. */
export function withLanguage(address: string, tag: LanguageTag | null): string {
  const at = address.indexOf('#');
  const page = at < 0 ? address : address.slice(0, at);
  const fields = (at < 0 ? '' : address.slice(at + 1)).split('&');
  const others = fields.filter((field) => field !== '' && !/^lang=/i.test(field));
  if (tag !== null) others.push(`${languageKey}=${tag}`);
  return others.length === 0 ? page : `${page}#${others.join('&')}`;
}
