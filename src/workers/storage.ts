/**
 * Where the worker keeps autosaves: the origin private file system, else IndexedDB. Runs of two tabs share the place; the newest wins.
 */
import { clear, createStore, get, set } from 'idb-keyval';
import type { SnapshotStorage, StoredSnapshot } from '../engine/host.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { type SlotFiles, type SlotName, snapshotSlots } from './snapshot-slots.ts';

/** Chooses at the first use, so that a worker starts without waiting; every failure becomes a `storage-*` error. */
export function browserStorage(): SnapshotStorage {
  let chosen: Promise<SnapshotStorage> | null = null;
  const storage = (): Promise<SnapshotStorage> => {
    chosen ??= choose();
    return chosen;
  };
  return {
    save: (info, zip) => explained(async () => (await storage()).save(info, zip)),
    load: () => explained(async () => (await storage()).load()),
    clear: () => explained(async () => (await storage()).clear()),
  };
}

async function choose(): Promise<SnapshotStorage> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('autosave', { create: true });
    const probe = await folder.getFileHandle('probe', { create: true });
    const handle = await probe.createSyncAccessHandle(); // not in every browser that has the file system (Safari 15.2 to 16)
    handle.close();
    await folder.removeEntry('probe');
    return snapshotSlots(privateFiles(folder));
  } catch {
    return databaseStorage(); // not swallowed: where this fails too, its own error is the one to tell
  }
}

function privateFiles(folder: FileSystemDirectoryHandle): SlotFiles {
  const fileName = (slot: SlotName): string => `snapshot-${slot}`;
  return {
    async read(slot) {
      try {
        const file = await (await folder.getFileHandle(fileName(slot))).getFile();
        return new Uint8Array(await file.arrayBuffer());
      } catch (error) {
        if (isNamed(error, 'NotFoundError')) return null;
        throw error;
      }
    },
    async write(slot, bytes) {
      const handle = await openExclusively(await folder.getFileHandle(fileName(slot), { create: true }));
      try {
        handle.truncate(0);
        const written = handle.write(bytes);
        if (written !== bytes.length) throw new PlaygroundError('storage-full');
        handle.flush();
      } finally {
        handle.close();
      }
    },
    async remove(slot) {
      try {
        await folder.removeEntry(fileName(slot));
      } catch (error) {
        if (!isNamed(error, 'NotFoundError')) throw error;
      }
    },
  };
}

/** A file has one writer at a time, and another tab may be it for some milliseconds. */
async function openExclusively(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      if (!isNamed(error, 'NoModificationAllowedError') || attempt === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A put in IndexedDB happens whole or not at all: one entry is enough. */
function databaseStorage(): SnapshotStorage {
  const store = createStore('diffusion-playground', 'autosave');
  return {
    save: (info, zip) => set('newest', { info, zip }, store),
    load: async () => (await get<StoredSnapshot>('newest', store)) ?? null,
    clear: () => clear(store),
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

const isNamed = (error: unknown, name: string): boolean => error instanceof DOMException && error.name === name;
