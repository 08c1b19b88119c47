/**
 * The fields of a link, also after a chat, a mail or Markdown has changed it. What can only be meant one way is understood: `&amp;` for `&`,
 * one level of percent-encoding, capital letters, punctuation behind a value. A link that is well formed is never changed.
 */

/** Values of these keys are addresses, in which every character may have a meaning. */
const addressKey = 'model';

/** No number and no name ends in one of these; a sentence or Markdown around a link does. */
const trailing = /[\s)\]}>.,;:!?*_~`"'’”»…|\\/]+$/u;

/** Of mails: `=3D` for `=`. */
const quotedEquals = /^3D/i;

/** What is left of `&gt;` or `&quot;` behind a link. */
const entity = /^#?\w+;$/;

export interface Field {
  readonly key: string;
  readonly value: string;
}

/** The fields in `text`, those first whose key is spelled as in `known`: they count before mended ones. Unknown keys stay as they are. */
export function fieldsIn(text: string, known: ReadonlySet<string>): readonly Field[] {
  const exact: Field[] = [];
  const mended: Field[] = [];
  for (const piece of piecesOf(text.replace(/^(?:[#?]|%23)+/i, ''), known)) {
    for (const [written, value] of new URLSearchParams(piece)) {
      const key = known.has(written) ? written : mendedKey(written, known);
      if (value === '' && entity.test(key)) continue;
      (key === written ? exact : mended).push({ key, value: known.has(key) ? mendedValue(key, value) : value });
    }
  }
  return [...exact, ...mended];
}

function mendedKey(written: string, known: ReadonlySet<string>): string {
  const key = withoutEntity(written).trim().toLowerCase();
  return known.has(key) ? key : written;
}

function mendedValue(key: string, value: string): string {
  const trimmed = value.trim();
  if (key === addressKey) return trimmed;
  return (
    trimmed
      .replace(/\p{Cf}/gu, '')
      .replace(quotedEquals, '')
      .replace(trailing, '') || trimmed
  );
}

/** `key=value`, each as it is written: split at `&`, and at `%26` where that cannot belong to a value. */
function piecesOf(text: string, known: ReadonlySet<string>): string[] {
  return text.split('&').flatMap((piece) => split(piece, known));
}

function split(piece: string, known: ReadonlySet<string>): string[] {
  const isEncoded = /^[\w;]+%3D/i.test(withoutEntity(piece));
  if (isEncoded) return decoded(piece).split('&');
  const key = withoutEntity(piece.split('=', 1)[0] ?? '').toLowerCase();
  const end = known.has(key) && key !== addressKey ? piece.search(/%26/i) : -1;
  return end < 0 ? [piece] : [piece.slice(0, end), ...split(piece.slice(end + 3), known)];
}

/** `amp;recipe` is what splitting at `&` leaves of `&amp;recipe`. */
const withoutEntity = (text: string): string => text.replace(/^(?:amp;|#38;|#x26;)+/i, '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // broken percent signs stand as they are
  }
}
