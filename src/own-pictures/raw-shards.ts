/** Shards stored as raw bytes (`.bin`): a decoded mosaic needs no decoder. */
import type { Manifest } from '../ml/data/manifest.ts';
import type { ShardSource } from '../ml/data/source.ts';

/** `read`: returns a shard's bytes; throws `data-shard-missing` if there is none. */
export function rawShards(
  manifest: () => Promise<Manifest>,
  read: (file: string) => Promise<Uint8Array<ArrayBuffer>>,
): ShardSource {
  return { manifest, read, decode: () => Promise.reject(new Error('own pictures are stored decoded')) };
}
