/** The places where runs are stored, with the code that reads and writes them. */
import type { SnapshotStorage } from '../engine/host.ts';
import { databaseStorage } from './database-storage.ts';
import { privateFolders } from './private-folders.ts';
import { savedAtOf, snapshotRuns } from './snapshot-runs.ts';

/** `root`: the folder of private files; null if there is none. */
export function storagePlaces(root: FileSystemDirectoryHandle | null, databaseName: string): SnapshotStorage {
  const database = databaseStorage(databaseName);
  return root ? withFallback(snapshotRuns(privateFolders(root)), database) : database;
}

/**
 * Saves in `storage`. After the first failure there it saves in `fallback`, if that works: in
 * private windows there are files that cannot be opened for writing. Reads both, because an earlier
 * visit may have used the other one. A `fallback` that cannot be read is not an error.
 */
export function withFallback(storage: SnapshotStorage, fallback: SnapshotStorage): SnapshotStorage {
  let failed = false;
  return {
    async save(info, zip, spared) {
      if (failed) return fallback.save(info, zip, spared);
      try {
        await storage.save(info, zip, spared);
      } catch (error) {
        await fallback.save(info, zip, spared).catch(() => {
          throw error; // if both fail, the error of the better place is the one to report
        });
        failed = true;
      }
    },
    async list() {
      const [here, there] = await both(storage.list(), fallback.list(), []);
      return [...here, ...there];
    },
    async load(runId) {
      const [here, there] = await both(storage.load(runId), fallback.load(runId), null);
      if (!here || !there) return here ?? there;
      return savedAtOf(there.info) > savedAtOf(here.info) ? there : here;
    },
    async remove(info) {
      await Promise.all([storage.remove(info), fallback.remove(info).catch(() => {})]);
    },
  };
}

/**
 * A failed read counts as `nothing`. Rejects with the error of the first only if it failed and the
 * second has nothing.
 */
async function both<T>(first: Promise<T>, second: Promise<T>, nothing: T): Promise<readonly [T, T]> {
  const [here, there] = await Promise.allSettled([first, second]);
  const other = there.status === 'fulfilled' ? there.value : nothing;
  if (here.status === 'fulfilled') return [here.value, other];
  if (other === null || (Array.isArray(other) && other.length === 0)) throw here.reason;
  return [nothing, other];
}
