/**
 * Where the worker stores autosaves: in the origin private file system, or in IndexedDB if that is
 * missing or fails. All tabs share the place.
 */
import type { SnapshotStorage } from '../engine/host.ts';
import { isNamed, missingPartOf, PlaygroundError } from '../ml/errors.ts';
import { quoted } from '../ml/reasons.ts';

const databaseName = 'diffusion-playground';

/**
 * Chooses the place when it is first used, so that a worker starts without waiting. Every failure
 * becomes a `storage-*` error.
 */
export function browserStorage(): SnapshotStorage {
  let chosen: Promise<SnapshotStorage> | null = null;
  const storage = (): Promise<SnapshotStorage> => {
    chosen ??= choose();
    chosen.catch(() => {
      chosen = null; // the next try may be able to download the code
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

// The storage code is loaded late: a first visitor has nothing saved, and the first step must not
// wait for it.
async function choose(): Promise<SnapshotStorage> {
  const [{ storagePlaces }, root] = await Promise.all([import('./storage.lazy.ts'), privateRoot()]);
  return storagePlaces(root, databaseName);
}

/**
 * False only if it is certain that nothing of ours is stored, or that nothing can be read. If a
 * page may store nothing, the first save reports that, when there is something to lose.
 */
async function mayHoldSomething(): Promise<boolean> {
  const root = await privateRoot();
  if (root) for await (const _ of root.keys()) return true;
  // Older browsers cannot list their databases.
  if (!('databases' in indexedDB)) return true;
  return indexedDB.databases().then(
    (all) => all.some(({ name }) => name === databaseName),
    () => root !== null,
  );
}

/**
 * Null if there is no private file system: on plain http, in some private windows, and in browsers
 * whose workers cannot write to it.
 */
export async function privateRoot(): Promise<FileSystemDirectoryHandle | null> {
  if (!globalThis.FileSystemFileHandle?.prototype.createSyncAccessHandle) return null;
  try {
    return await navigator.storage.getDirectory();
  } catch {
    return null; // not reported here: if the database fails too, its error is the one to report
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
