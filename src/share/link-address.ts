/** Where a link stands in the page's address. */

/** Both pages' links have one of these keys. */
const ours = /(?:^|[?#&;]|%23|%26)(?:recipe|seed|result)(?:=|%3D)/i;

/**
 * The fragment; or, where that carries no link, what stands behind a `?` or `%23` that a chat has made of the `#`. A `?` of somebody else's
 * (a tracker's, a host's) is left alone.
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
