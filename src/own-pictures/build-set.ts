/**
 * Builds a data set from pictures: their order, the held-out part, labels, shards and the manifest.
 * The same pictures give the same set on every host.
 */

import { mostClasses, pictureSize } from '../ml/data/description.ts';
import type { Manifest } from '../ml/data/manifest.ts';
import { type MosaicGrid, mosaicFromImages } from '../ml/data/mosaic.ts';
import { hashOfSet, sha256 } from '../ml/data/set-hash.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { shorten } from '../share/shorten.ts';
import { inNaturalOrder } from './class-names.ts';
import type { SetPicture } from './collection.ts';
import { fewestPictures, longestName } from './limits.ts';
import type { SetShape } from './set-picture.ts';

export interface OwnSet {
  readonly manifest: Manifest;
  /** The bytes of one of its files, made on request. */
  shard(file: string): Uint8Array<ArrayBuffer>;
}

/** A mosaic of 256 pictures of 64 x 64 in colour takes 3 MB. */
const columns = 16;
const mostRows = 16;

interface Options extends SetShape {
  readonly name: string;
  /** Whether a picture mirrored left to right could belong to the set. */
  readonly mirrors: boolean;
}

/** Throws `own-too-few`, `own-too-many-classes` or `own-not-secure`. */
export async function buildSet(
  pictures: readonly SetPicture[],
  { name, side, channels, mirrors }: Options,
): Promise<OwnSet> {
  if (pictures.length < fewestPictures) {
    throw new PlaygroundError('own-too-few', { count: pictures.length, least: fewestPictures });
  }
  const classNames = classNamesOf(pictures);
  const shape = { side, channels };
  const mosaic = { columns, rows: Math.min(mostRows, Math.ceil(pictures.length / columns)) };
  const { train, test } = holdOut(pictures);
  const shards = new Map<string, readonly SetPicture[]>();
  const shard = (file: string): Uint8Array<ArrayBuffer> =>
    mosaicFromImages(joined(shards.get(file) ?? [], pictureSize(shape)), mosaic, shape);

  const split = async (splitName: string, of: readonly SetPicture[]) => {
    const entries = [];
    for (const [i, part] of inParts(of, mosaic).entries()) {
      const file = `${splitName}-${i}.bin`;
      shards.set(file, part);
      const bytes = shard(file);
      const hash = await hashed(bytes);
      entries.push({ file, count: part.length, bytes: bytes.length, sha256: hash, pixelsSha256: hash });
    }
    return { shards: entries, labels: of.map(({ className }) => Math.max(0, classNames.indexOf(className ?? ''))) };
  };
  const splits = { train: await split('train', train), test: await split('test', test) };
  const hash = await hashOfSet({ shape, classNames, mosaic, splits });
  if (hash === null) throw new PlaygroundError('own-not-secure');
  const manifest: Manifest = {
    version: 2,
    id: `own-${hash.slice(0, 16)}`,
    name: shorten(name.trim(), longestName) || 'Own pictures',
    licence: '',
    source: '',
    mirrors,
    image: { height: side, width: side, channels },
    mosaic,
    classNames,
    ...statistics(train, channels),
    hash,
    splits,
  };
  return { manifest, shard };
}

/** In natural order; empty if the pictures have no class, or all have the same. */
function classNamesOf(pictures: readonly SetPicture[]): string[] {
  const names = new Set(pictures.flatMap(({ className }) => className ?? []));
  if (names.size < 2) return [];
  if (names.size > mostClasses)
    throw new PlaygroundError('own-too-many-classes', { count: names.size, most: mostClasses });
  return [...names].toSorted(inNaturalOrder);
}

/**
 * Sorts and splits by the hash of the pixels: this order mixes the classes and does not depend on
 * names, folders or the host. A twentieth is held out, at least one picture: those with the
 * smallest hashes, so that a picture stays in its part when others are added, but never the last
 * one of a class.
 */
export function holdOut<Picture extends Pick<SetPicture, 'key' | 'className'>>(
  pictures: readonly Picture[],
): { readonly train: readonly Picture[]; readonly test: readonly Picture[] } {
  const ordered = pictures.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const left = new Map<string | null, number>();
  for (const { className } of ordered) left.set(className, (left.get(className) ?? 0) + 1);
  const count = Math.max(1, Math.floor(ordered.length / 20));
  const held = new Set<Picture>();
  for (const picture of ordered) {
    const ofClass = left.get(picture.className) ?? 0;
    if (held.size === count || ofClass < 2) continue;
    left.set(picture.className, ofClass - 1);
    held.add(picture);
  }
  const [first] = ordered;
  if (held.size === 0 && first) held.add(first); // if each class has only one picture
  return { train: ordered.filter((one) => !held.has(one)), test: ordered.filter((one) => held.has(one)) };
}

function inParts(pictures: readonly SetPicture[], { columns, rows }: MosaicGrid): readonly (readonly SetPicture[])[] {
  const size = columns * rows;
  return Array.from({ length: Math.ceil(pictures.length / size) }, (_, i) => pictures.slice(i * size, (i + 1) * size));
}

function joined(pictures: readonly SetPicture[], size: number): Uint8Array<ArrayBuffer> {
  const images = new Uint8Array(pictures.length * size);
  for (const [i, { pixels }] of pictures.entries()) images.set(pixels, i * size);
  return images;
}

async function hashed(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = await sha256(bytes);
  if (hash === null) throw new PlaygroundError('own-not-secure');
  return hash;
}

/** One value per channel, for pixels scaled to [0, 1]. */
function statistics(pictures: readonly SetPicture[], channels: number): { mean: number[]; std: number[] } {
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  let pixelCount = 0;
  for (const { pixels } of pictures) {
    for (let at = 0; at < pixels.length; at++) {
      const value = (pixels[at] ?? 0) / 255;
      const channel = at % channels;
      sums[channel] = (sums[channel] ?? 0) + value;
      squares[channel] = (squares[channel] ?? 0) + value * value;
    }
    pixelCount += pixels.length / channels;
  }
  const mean = Array.from(sums, (sum) => sum / pixelCount);
  const std = mean.map((value, channel) =>
    Math.sqrt(Math.max(0, (squares[channel] ?? 0) / pixelCount - value * value)),
  );
  return { mean, std };
}
