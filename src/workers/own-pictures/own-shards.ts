/**
 * Reads a set of the visitor's own pictures for the engine. The code that reads the storage is
 * loaded when such a set is opened.
 */
import type { ShardSource } from '../../ml/data/source.ts';

/**
 * `id`: `own-` and 16 digits. Reading the manifest throws `data-set-missing` if this browser has no
 * such set.
 */
export function ownShards(id: string): ShardSource {
  let opened: Promise<ShardSource> | null = null;
  const source = (): Promise<ShardSource> => {
    opened ??= import('./browser-sets.ts').then(async ({ browserSets }) => (await browserSets()).shards(id));
    opened.catch(() => {
      opened = null; // the next try may be able to download the code
    });
    return opened;
  };
  return {
    manifest: async (signal) => (await source()).manifest(signal),
    read: async (file, signal) => (await source()).read(file, signal),
    decode: async (bytes) => (await source()).decode(bytes),
  };
}
