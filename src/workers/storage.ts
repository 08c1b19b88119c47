/**
 * Where the worker keeps autosaves: the origin private file system, or IndexedDB where that is
 * missing or fails. Tabs share the place.
 */
import type { SnapshotStorage } from '../engine/host.ts';
import { isNamed, missingPartOf, PlaygroundError } from '../ml/errors.ts';
import { quoted } from '../ml/reasons.ts';

const databaseName = 'diffusion-playground';

/**
 * Chooses at the first use, so that a worker starts without waiting; every failure becomes a
 * `storage-*` error.
 */
export function browserStorage(): SnapshotStorage {
  let chosen: Promise<SnapshotStorage> | null = null;
  const storage = (): Promise<SnapshotStorage> => {
    chosen ??= choose();
    chosen.catch(() => {
      chosen = null; // what could not be downloaded may come with the next try
    });
    return chosen;
  };
  return {
    save: (info, zip, spared) => explained(async () => (await storage()).save(info, zip, spared)),
    list: () => explained(async () => ((await mayHoldSomething()) ? (await storage()).list() : [])),
    load: (runId) => explained(async () => (await storage()).load(runId)),
    remove: (info) => explained(async () => (await storage()).remove(info)),
  };
}

// A first visitor has nothing saved, and the first step does not wait for what reads it.
async function choose(): Promise<SnapshotStorage> {
  const [{ storagePlaces }, root] = await Promise.all([import('./storage.lazy.ts'), privateRoot()]);
  return storagePlaces(root, databaseName);
}

/**
 * False only where it is certain that no place of ours is there, or that none can be read: where a
 * page may store nothing, the first save says so, once there is something to lose.
 */
async function mayHoldSomething(): Promise<boolean> {
  const root = await privateRoot();
  if (root) for await (const _ of root.keys()) return true;
  // An older browser does not tell.
  if (!('databases' in indexedDB)) return true;
  return indexedDB.databases().then(
    (all) => all.some(({ name }) => name === databaseName),
    () => root !== null,
  );
}

/**
 * Null where there is none: plain http, some private windows, browsers that cannot write to it in a
 * worker.
 */
export async function privateRoot(): Promise<FileSystemDirectoryHandle | null> {
  if (!globalThis.FileSystemFileHandle?.prototype.createSyncAccessHandle) return null;
  try {
    return await navigator.storage.getDirectory();
  } catch {
    return null; // not swallowed: where the database fails too, its own error is the one to tell
  }
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PlaygroundError || missingPartOf(error) !== null) throw error;
    if (isNamed(error, 'QuotaExceededError')) throw new PlaygroundError('storage-full', {}, { cause: error });
    throw new PlaygroundError('storage-unavailable', { reason: quoted(error) }, { cause: error });
  }
}
