/** A part of a data set that is a data set by itself. */
import type { Manifest, Split } from './manifest.ts';
import { hashOfSet } from './set-hash.ts';

/**
 * The same set with its first shards only, at least one of each split; what the part's own hash is. `mean` and `std` stay those of the whole.
 * Where there is no `crypto.subtle` the hash stays, too.
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
