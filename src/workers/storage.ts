/** Where the worker keeps autosaves: the origin private file system, or IndexedDB where that is missing or fails. Tabs share the place. */
import type { SnapshotStorage } from '../engine/host.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { databaseStorage } from './database-storage.ts';
import { isNamed } from './dom-errors.ts';
import { privateFolders } from './private-folders.ts';
import { savedAtOf, snapshotRuns } from './snapshot-runs.ts';

/** Chooses at the first use, so that a worker starts without waiting; every failure becomes a `storage-*` error. */
export function browserStorage(): SnapshotStorage {
  let chosen: Promise<SnapshotStorage> | null = null;
  const storage = (): Promise<SnapshotStorage> => {
    chosen ??= choose();
    return chosen;
  };
  return {
    save: (info, zip, spared) => explained(async () => (await storage()).save(info, zip, spared)),
    list: () => explained(async () => (await storage()).list()),
    load: (runId) => explained(async () => (await storage()).load(runId)),
    remove: (info) => explained(async () => (await storage()).remove(info)),
  };
}

async function choose(): Promise<SnapshotStorage> {
  const database = databaseStorage();
  const root = await privateRoot();
  return root ? withFallback(snapshotRuns(privateFolders(root)), database) : database;
}

/** Null where there is none: plain http, some private windows, browsers that cannot write to it in a worker. */
async function privateRoot(): Promise<FileSystemDirectoryHandle | null> {
  if (!globalThis.FileSystemFileHandle?.prototype.createSyncAccessHandle) return null;
  try {
    return await navigator.storage.getDirectory();
  } catch {
    return null; // not swallowed: where the database fails too, its own error is the one to tell
  }
}

/**
 * Saves in `storage`; from its first failure on in `fallback`, if that takes it (private windows hand out files that cannot be opened for writing). Looks in
 * both: an earlier visit may have used the other. That `fallback` cannot be read is no reason to complain.
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

/** What cannot be read counts as `nothing`; rejects only where that leaves nothing at all, with the reason of the first. */
async function both<T>(first: Promise<T>, second: Promise<T>, nothing: T): Promise<readonly [T, T]> {
  const [here, there] = await Promise.allSettled([first, second]);
  const other = there.status === 'fulfilled' ? there.value : nothing;
  if (here.status === 'fulfilled') return [here.value, other];
  if (other === null || (Array.isArray(other) && other.length === 0)) throw here.reason;
  return [nothing, other];
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    if (isNamed(error, 'QuotaExceededError')) throw new PlaygroundError('storage-full', {}, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlaygroundError('storage-unavailable', { reason }, { cause: error });
  }
}
