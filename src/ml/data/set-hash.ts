/**
 * The hash of a data set, which is the set's identity. All code that makes or opens a set uses it.
 */
import type { PictureShape } from './description.ts';
import type { MosaicGrid } from './mosaic.ts';

interface HashedSplit {
  readonly shards: readonly { readonly count: number; readonly pixelsSha256: string }[];
  readonly labels: readonly number[];
}

export interface HashedSet {
  readonly shape: PictureShape;
  readonly classNames: readonly string[];
  readonly mosaic: MosaicGrid;
  readonly splits: { readonly train: HashedSplit; readonly test: HashedSplit };
}

/**
 * SHA-256 as 64 hexadecimal digits, of this JSON without white space, in UTF-8: `[side, channels,
 * [class names], columns, rows, [labels], [[count, pixelsSha256], ...], [labels], [[count,
 * pixelsSha256], ...]]`, the training split before the test split, each in the order of its shards.
 * Names, licence and the files' own bytes are not included, so a set that is renamed or encoded
 * again keeps its hash. Null if there is no `crypto.subtle`, as in a page served over plain http.
 */
export async function hashOfSet({ shape, classNames, mosaic, splits }: HashedSet): Promise<string | null> {
  const content = [splits.train, splits.test].flatMap(({ shards, labels }) => [
    labels,
    shards.map(({ count, pixelsSha256 }) => [count, pixelsSha256]),
  ]);
  const text = JSON.stringify([shape.side, shape.channels, classNames, mosaic.columns, mosaic.rows, ...content]);
  return sha256(new TextEncoder().encode(text));
}

/** 64 hexadecimal digits; null if there is no `crypto.subtle`. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (subtle === undefined) return null;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
