/**
 * Reads the fields of a link, even after a chat, a mail or Markdown has changed it. A change with
 * only one possible meaning is undone: `&amp;` for `&`, one level of percent-encoding, capital
 * letters, punctuation after a value. A well-formed link is never changed.
 */

/** Values of this key are addresses, in which every character may have a meaning. */
const addressKey = 'model';

/**
 * Characters with which no number or name ends, although a sentence or Markdown around a link may.
 */
const trailing = /[\s)\]}>.,;:!?*_~`"'’”»…|\\/]+$/u;

/** Mails write `=3D` for `=`. */
const quotedEquals = /^3D/i;

/** The remainder of `&gt;` or `&quot;` after a link. */
const entity = /^#?\w+;$/;

export interface Field {
  readonly key: string;
  readonly value: string;
  /** Whether the key was spelled otherwise. */
  readonly isMended: boolean;
}

/** What the page knows as keys. */
export type KnownKeys = Pick<ReadonlySet<string>, 'has'>;

/**
 * Accepts any word as a key. Meant for reading a single field where the settings are not known: in
 * the script in front of the first paint.
 */
export const anyWord: KnownKeys = { has: (key) => /^[a-z]\w*$/.test(key) };

/** A fragment that is empty or one bare word is an anchor of the page, not a link. */
export const isAnchor = (text: string): boolean => /^#?[\w-]*$/.test(text);

/**
 * The fields in `text`. Fields whose key is spelled as in `known` come first, because they take
 * precedence over repaired ones. Unknown keys are unchanged.
 */
export function fieldsIn(text: string, known: KnownKeys): readonly Field[] {
  const fields = piecesIn(text, known).flatMap((piece) => fieldIn(piece, known) ?? []);
  return [...fields.filter(({ isMended }) => !isMended), ...fields.filter(({ isMended }) => isMended)];
}

/** The field that `piece`, one of `piecesIn`, holds; null if it is not a field. */
export function fieldIn(piece: string, known: KnownKeys): Field | null {
  const [written, value] = [...new URLSearchParams(piece)][0] ?? ['', ''];
  const key = known.has(written) ? written : mendedKey(written, known);
  if (value === '' && (key === '' || entity.test(key))) return null;
  return { key, value: known.has(key) ? mendedValue(key, value) : value, isMended: key !== written };
}

function mendedKey(written: string, known: KnownKeys): string {
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

/**
 * The `key=value` pairs in `text`, as they are written: split at `&`, and at `%26` where it cannot
 * belong to a value.
 */
export function piecesIn(text: string, known: KnownKeys): string[] {
  const fields = text.replace(/^(?:[#?]|%23)+/i, '').split('&');
  return fields.flatMap((piece) => split(piece, known));
}

function split(piece: string, known: KnownKeys): string[] {
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
    return text; // broken percent signs stay as they are
  }
}
