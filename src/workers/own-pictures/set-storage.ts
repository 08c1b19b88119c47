/**
 * Stores a visitor's sets in the browser. A set is stored completely or not at all: its manifest is
 * written last, and a set without one does not count.
 */
import type { DataSetDescription } from '../../ml/data/description.ts';
import { descriptionOf, type Manifest, parseManifest } from '../../ml/data/manifest.ts';
import type { ShardSource } from '../../ml/data/source.ts';
import { isNamed, PlaygroundError } from '../../ml/errors.ts';
import { quoted } from '../../ml/reasons.ts';
import type { OwnSet } from '../../own-pictures/build-set.ts';
import { longestName } from '../../own-pictures/limits.ts';
import { rawShards } from '../../own-pictures/raw-shards.ts';
import { shorten } from '../../share/shorten.ts';
import type { SetPlace } from './set-places.ts';

export interface SetStorage {
  /** Sorted by name. */
  list(): Promise<readonly DataSetDescription[]>;
  /** Null if there is no such set. */
  describe(id: string): Promise<DataSetDescription | null>;
  /**
   * Stores the set in the first place that accepts it. Throws `own-no-room`, `own-not-kept` or
   * `cancelled`, and then leaves nothing behind.
   */
  add(
    set: OwnSet,
    options?: { readonly signal?: AbortSignal; onProgress?(files: number, total: number): void },
  ): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Removes what an interrupted import has left. Call it only while no other import runs. */
  removeRemains(): Promise<void>;
  shards(id: string): ShardSource;
}

const manifestFile = 'manifest.json';
/**
 * The file with the new name of a renamed set. It is separate, so that an interrupted write of the
 * name does not damage the set.
 */
const nameFile = 'name';

export function setStorage(places: readonly SetPlace[]): SetStorage {
  async function read(id: string, file: string): Promise<Uint8Array<ArrayBuffer> | null> {
    for (const place of places) {
      const bytes = await place.read(id, file).catch(unreadable);
      if (bytes) return bytes;
    }
    return null;
  }

  async function ids(): Promise<readonly string[]> {
    const found = await Promise.allSettled(places.map((place) => place.ids()));
    const failed = found.find((result) => result.status === 'rejected');
    if (failed && found.every((result) => result.status === 'rejected')) throw notKept(failed.reason);
    return [...new Set(found.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])))];
  }

  /** Null if it is missing or incomplete. */
  async function manifestOf(id: string): Promise<Manifest | null> {
    const bytes = await read(id, manifestFile);
    if (!bytes) return null;
    try {
      const manifest = await parseManifest(JSON.parse(decoded(bytes)));
      const renamed = await read(id, nameFile);
      return renamed && renamed.length > 0 ? { ...manifest, name: nameOf(decoded(renamed)) } : manifest;
    } catch {
      return null; // truncated, or written by a later version of this page
    }
  }

  async function describe(id: string): Promise<DataSetDescription | null> {
    const manifest = await manifestOf(id);
    return manifest && descriptionOf(manifest);
  }

  async function withId<T>(id: string, use: (manifest: Manifest) => T): Promise<T> {
    const manifest = await manifestOf(id);
    if (!manifest) throw missing(id);
    return use(manifest);
  }

  const remove = async (id: string): Promise<void> => {
    const removed = await Promise.allSettled(places.map((place) => place.remove(id)));
    const failed = removed.find((result) => result.status === 'rejected');
    if (failed && (await read(id, manifestFile))) throw notKept(failed.reason);
  };

  return {
    async list() {
      const found = await Promise.all((await ids()).map(describe));
      return found.flatMap((one) => one ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
    },
    describe,
    async add(set, { signal, onProgress } = {}) {
      let first: unknown = null;
      for (const place of places) {
        try {
          await writeSet(place, set, signal, onProgress);
          return;
        } catch (error) {
          // Files that cannot be removed now do no harm, because they have no manifest.
          await place.remove(set.manifest.id).catch(() => {});
          if (signal?.aborted) throw new PlaygroundError('cancelled');
          first ??= error;
        }
      }
      throw isFull(first) ? noRoom(set.manifest) : notKept(first);
    },
    async rename(id, name) {
      const bytes = new TextEncoder().encode(nameOf(name));
      await withId(id, () => undefined);
      for (const place of places) {
        if (!(await place.read(id, manifestFile).catch(unreadable))) continue;
        await place.write(id, nameFile, bytes).catch((error: unknown) => {
          throw notKept(error);
        });
        return;
      }
    },
    remove,
    async removeRemains() {
      // Sets that cannot be read or removed now are left for the next time.
      for (const place of places) {
        for (const id of await place.ids().catch(() => [])) {
          if (await isCutShort(place, id).catch(() => false)) await place.remove(id).catch(() => {});
        }
      }
    },
    shards: (id) => {
      let manifest: Promise<Manifest> | null = null;
      const opened = (): Promise<Manifest> => {
        manifest ??= withId(id, (found) => found);
        return manifest;
      };
      return rawShards(opened, async (file) => {
        const bytes = await read(id, file);
        if (!bytes) throw new PlaygroundError('data-shard-missing', { file });
        return bytes;
      });
    },
  };
}

/** Whether the set has no manifest, or a file of its manifest is missing. */
async function isCutShort(place: SetPlace, id: string): Promise<boolean> {
  const bytes = await place.read(id, manifestFile);
  if (!bytes) return true;
  try {
    JSON.parse(decoded(bytes));
    return false;
  } catch {
    return true;
  }
}

async function writeSet(
  place: SetPlace,
  { manifest, shard }: OwnSet,
  signal?: AbortSignal,
  onProgress?: (files: number, total: number) => void,
): Promise<void> {
  const files = [...manifest.splits.train.shards, ...manifest.splits.test.shards].map(({ file }) => file);
  for (const [i, file] of files.entries()) {
    signal?.throwIfAborted();
    await place.write(manifest.id, file, shard(file));
    onProgress?.(i + 1, files.length);
  }
  signal?.throwIfAborted();
  await place.write(manifest.id, manifestFile, new TextEncoder().encode(JSON.stringify(manifest)));
}

/** If the browser denies access to one place, the other may still have the set. */
const unreadable = (): null => null;
const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const nameOf = (name: string): string => shorten(name.trim(), longestName) || 'Own pictures';

/** The error contains only the id, which includes the hash; the caller knows the set's name. */
const missing = (id: string): PlaygroundError =>
  new PlaygroundError('data-set-missing', { name: id, count: 0, hash: id.replace(/^own-/, '') });

const isFull = (error: unknown): boolean =>
  isNamed(error, 'QuotaExceededError') || (error instanceof PlaygroundError && error.code === 'storage-full');

function noRoom({ splits }: Manifest): PlaygroundError {
  const bytes = [...splits.train.shards, ...splits.test.shards].reduce((sum, shard) => sum + shard.bytes, 0);
  return new PlaygroundError('own-no-room', { needed: `${Math.ceil(bytes / 1e6)} MB` });
}

function notKept(error: unknown): PlaygroundError {
  if (error instanceof PlaygroundError) return error;
  return new PlaygroundError('own-not-kept', { reason: quoted(error) }, { cause: error });
}
