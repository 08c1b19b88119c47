/** Shards that are stored as they are (`.bin`): a decoded mosaic needs no decoder. */
import type { Manifest } from '../ml/data/manifest.ts';
import type { ShardSource } from '../ml/data/source.ts';

/** `read`: a shard's bytes; throws `data-shard-missing` where there is none. */
export function rawShards(
  manifest: () => Promise<Manifest>,
  read: (file: string) => Promise<Uint8Array<ArrayBuffer>>,
): ShardSource {
  return { manifest, read, decode: () => Promise.reject(new Error('own pictures are stored decoded')) };
}
