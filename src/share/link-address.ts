/** Finds the link in the page's address. */
import { anyWord, fieldIn, isAnchor, piecesIn } from './mended-link-text.ts';

/** Links to the page and to the bench page have one of these keys. */
const ours = /(?:^|[?#&;]|%23|%26)(?:recipe|seed|result)(?:=|%3D)/i;

/**
 * Returns the fragment; or, if it contains no link, the text after a `?` or `%23` into which a chat
 * has changed the `#`. A `?` with other content (a tracker's, a host's) is ignored.
 */
export function linkIn(address: string): string {
  const { hash, href } = new URL(address);
  if (/=|%3D/i.test(hash)) return hash;
  const at = href.search(/\?|%23/i);
  const behind = at < 0 ? '' : href.slice(at, href.length - hash.length);
  return ours.test(behind) ? behind : hash;
}

/** The address without any link. */
export function withoutLink(address: string): string {
  const page = address.replace(/#.*$/, '');
  const link = linkIn(page);
  return link === '' ? page : page.slice(0, -link.length);
}

/**
 * The address with this value of one field, or without the field. The others stay as they are
 * written, in the fragment: there the link is found first.
 */
export function withField(address: string, key: string, value: string | null): string {
  const link = linkIn(address);
  const pieces = isAnchor(link) ? [] : piecesIn(link, anyWord);
  const fields = pieces.filter((piece) => piece !== '' && fieldIn(piece, anyWord)?.key !== key);
  if (value !== null) fields.push(`${key}=${value}`);
  const page = withoutLink(address);
  return fields.length === 0 ? page : `${page}#${fields.join('&')}`;
}
