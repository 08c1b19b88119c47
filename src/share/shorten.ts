/**
 * Shortens foreign text for a notice to at most `limit` characters, without line breaks or control
 * characters and without half of a surrogate pair.
 */
export function shorten(text: string, limit = 40): string {
  // Twice the limit in code units holds at least `limit` whole characters; the rest of a huge text
  // is never read.
  const head = Array.from(text.slice(0, 2 * limit + 2).replace(/\p{Cc}+/gu, ' '));
  const cut = head.length > limit || text.length > 2 * limit + 2;
  return cut ? `${head.slice(0, limit - 1).join('')}…` : head.join('');
}
