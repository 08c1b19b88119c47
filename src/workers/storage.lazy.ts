/** The places where runs are kept, with all that it takes to read and write them. */
import type { SnapshotStorage } from '../engine/host.ts';
import { databaseStorage } from './database-storage.ts';
import { privateFolders } from './private-folders.ts';
import { savedAtOf, snapshotRuns } from './snapshot-runs.ts';

/** `root`: of the private files; null where there are none. */
export function storagePlaces(root: FileSystemDirectoryHandle | null, databaseName: string): SnapshotStorage {
  const database = databaseStorage(databaseName);
  return root ? withFallback(snapshotRuns(privateFolders(root)), database) : database;
}

/**
 * Saves in `storage`; from its first failure on in `fallback`, if that takes it (private windows
 * hand out files that cannot be opened for writing). Looks in both: an earlier visit may have used
 * the other. That `fallback` cannot be read is no reason to complain.
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
          throw error; // with both gone, the better place's reason is the one to tell
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
 * What cannot be read counts as `nothing`; rejects only where that leaves nothing at all, with the
 * reason of the first.
 */
async function both<T>(first: Promise<T>, second: Promise<T>, nothing: T): Promise<readonly [T, T]> {
  const [here, there] = await Promise.allSettled([first, second]);
  const other = there.status === 'fulfilled' ? there.value : nothing;
  if (here.status === 'fulfilled') return [here.value, other];
  if (other === null || (Array.isArray(other) && other.length === 0)) throw here.reason;
  return [nothing, other];
}
