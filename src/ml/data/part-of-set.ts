/**
 * A part of a data set as a data set of its own: the shards that were there before the rest
 * arrived.
 */
import type { DataSetDescription } from './description.ts';
import type { Manifest, Split } from './manifest.ts';
import { hashOfSet } from './set-hash.ts';

/**
 * The same set with only its first shards, at least one of each split, and the part's own hash.
 * `mean` and `std` stay those of the whole set. Without `crypto.subtle` the hash stays too.
 */
export async function firstShardsOf(manifest: Manifest, shards: Readonly<Record<Split, number>>): Promise<Manifest> {
  const part = (split: Split) => {
    const first = manifest.splits[split].shards.slice(0, Math.max(1, shards[split]));
    const images = first.reduce((sum, { count }) => sum + count, 0);
    return { shards: first, labels: manifest.splits[split].labels.slice(0, images) };
  };
  const parts = { train: part('train'), test: part('test') };
  const shape = { side: manifest.image.width, channels: manifest.image.channels };
  const hash = await hashOfSet({ ...manifest, shape, splits: parts });
  return { ...manifest, hash: hash ?? manifest.hash, splits: parts };
}

/** The first shards that make up the described set; null if none do. */
export async function partLike(
  manifest: Manifest,
  { counts, hash }: Pick<DataSetDescription, 'counts' | 'hash'>,
): Promise<Manifest | null> {
  const shards = (split: Split) => {
    let missing = counts[split];
    const last = manifest.splits[split].shards.findIndex(({ count }) => {
      missing -= count;
      return missing === 0;
    });
    return last + 1;
  };
  const [train, test] = [shards('train'), shards('test')];
  if (train === 0 || test === 0) return null;
  const part = await firstShardsOf(manifest, { train, test });
  return part.hash === hash ? part : null;
}
