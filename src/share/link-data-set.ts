/**
 * `data=emoji`, or, for a set of a visitor's own pictures, `data=own-0123456789abcdef,120,Holiday`:
 * its id, its number of pictures and its name. A link never contains the pictures themselves.
 */
import { type DataSetDescription, type ShippedSet, shippedSet, shippedSetNames, shippedSets } from '../ml/config.ts';
import type { LinkNotice } from './link-notice.ts';
import { shorten } from './shorten.ts';

/**
 * A set that does not ship with the page; the visitor who opens the link may or may not have it.
 */
export interface OwnSetReference {
  /** From the set's hash (`data/description.ts`). */
  readonly id: string;
  /** The number of all its pictures; 0 if the link does not say. */
  readonly count: number;
  /** At most 60 characters; may be empty. */
  readonly name: string;
}

type KnownSet = ShippedSet | DataSetDescription;

/**
 * Either the requested set, or the standard set together with a description of the requested one,
 * if the visitor may be able to add it.
 */
export interface LinkedSet {
  readonly set: KnownSet;
  /** The requested set, if it is not here. */
  readonly wanted?: OwnSetReference;
}

const nameLimit = 60;
const mostPictures = 10_000_000;

export const standardSet: ShippedSet = shippedSets.cifar10;

export function referenceTo({ id, name, counts }: DataSetDescription): OwnSetReference {
  return { id, count: counts.train + counts.test, name: boundedName(name) };
}

/** The value of `data=`. */
export function writeOwnSet({ id, count, name }: OwnSetReference): string {
  return `${id},${count},${encodeURIComponent(guarded(name))}`;
}

/** `own`: the visitor's sets. */
export function readDataSet(
  text: string | undefined,
  own: readonly DataSetDescription[],
  notices: LinkNotice[],
): LinkedSet {
  if (text === undefined) return { set: standardSet };
  const [, id = '', count = '0', name = ''] = /^([^,]*)(?:,(\d{0,9}))?(?:,(.*))?$/s.exec(text) ?? [];
  const lower = id.trim().toLowerCase();
  const set = shippedSet(lower) ?? own.find((one) => one.id === lower);
  if (set) return { set };
  if (/^own-[0-9a-f]{16}$/.test(lower)) {
    const wanted = { id: lower, count: Math.min(Number(count), mostPictures), name: boundedName(unguarded(name)) };
    return { set: standardSet, wanted };
  }
  const allowed = shippedSetNames.join(', ');
  notices.push({ code: 'not-a-name', values: { key: 'data', value: shorten(text), allowed } });
  return { set: standardSet };
}

const boundedName = (name: string): string => shorten(name.trim(), nameLimit);

/**
 * A name may contain characters that a chat adds to a link or removes from it, or that separate
 * fields: everything except letters, digits, spaces and hyphens is escaped once more.
 */
function guarded(name: string): string {
  const bytes = new TextEncoder();
  return name.replace(/[^\p{L}\p{N} -]/gu, (mark) =>
    Array.from(bytes.encode(mark), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

function unguarded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a name typed by hand may contain a stray percent sign
  }
}
