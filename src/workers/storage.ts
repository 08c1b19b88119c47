/** Where the worker keeps autosaves: the origin private file system, or IndexedDB where that is missing. Tabs share the place. */
import { createStore, del, get, keys, set } from 'idb-keyval';
import { unnamedRun } from '../engine/autosave.ts';
import type { SnapshotStorage, StoredSnapshot } from '../engine/host.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { isNamed } from './dom-errors.ts';
import { privateFolders } from './private-folders.ts';
import { keptRuns, savedAtOf, snapshotRuns } from './snapshot-runs.ts';

/** Chooses at the first use, so that a worker starts without waiting; every failure becomes a `storage-*` error. */
export function browserStorage(): SnapshotStorage {
  let chosen: Promise<SnapshotStorage> | null = null;
  const storage = (): Promise<SnapshotStorage> => {
    chosen ??= choose();
    return chosen;
  };
  return {
    save: (info, zip) => explained(async () => (await storage()).save(info, zip)),
    load: (runId) => explained(async () => (await storage()).load(runId)),
    remove: (info) => explained(async () => (await storage()).remove(info)),
  };
}

/** An earlier visit may have found the other place: what it left there is found too. */
async function choose(): Promise<SnapshotStorage> {
  const database = databaseStorage();
  const root = await privateRoot();
  return root ? withEarlier(snapshotRuns(privateFolders(root)), database) : database;
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

/** Saves in `storage`, looks in both. `earlier` is only a bonus: that it cannot be read is no reason to complain. */
export function withEarlier(storage: SnapshotStorage, earlier: SnapshotStorage): SnapshotStorage {
  return {
    save: (info, zip) => storage.save(info, zip),
    async load(runId) {
      const [here, there] = await Promise.all([storage.load(runId), earlier.load(runId).catch(() => null)]);
      if (!here || !there) return here ?? there;
      return savedAtOf(there) > savedAtOf(here) ? there : here;
    },
    async remove(info) {
      await Promise.all([storage.remove(info), earlier.remove(info).catch(() => {})]);
    },
  };
}

/** Before runs had ids there was one entry for all. */
const unnamedKey = 'newest';
const keyOf = (runId: string): string => (runId === unnamedRun ? unnamedKey : `run ${runId}`);

/** A put in IndexedDB happens whole or not at all: one entry a run is enough. */
function databaseStorage(): SnapshotStorage {
  const store = createStore('diffusion-playground', 'autosave');
  const read = async (key: IDBValidKey): Promise<StoredSnapshot | null> =>
    (await get<StoredSnapshot>(key, store)) ?? null;
  const newestFirst = async () => {
    const found = await Promise.all((await keys(store)).map(async (key) => ({ key, snapshot: await read(key) })));
    return found
      .flatMap(({ key, snapshot }) => (snapshot ? [{ key, snapshot }] : []))
      .toSorted((a, b) => savedAtOf(b.snapshot) - savedAtOf(a.snapshot));
  };
  return {
    async save(info, zip) {
      await set(keyOf(info.runId), { info, zip }, store);
      await Promise.all((await newestFirst()).slice(keptRuns).map(({ key }) => del(key, store)));
    },
    load: async (runId) => (runId === null ? ((await newestFirst())[0]?.snapshot ?? null) : read(keyOf(runId))),
    async remove({ runId, savedAt }) {
      const stored = await read(keyOf(runId));
      if (stored && savedAtOf(stored) <= savedAt) await del(keyOf(runId), store);
    },
  };
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
