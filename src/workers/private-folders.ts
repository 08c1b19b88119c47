/** Runs in the origin private file system: `autosaves/<run>/snapshot-a` and `-b`. */
import { isNamed, PlaygroundError } from '../ml/errors.ts';
import type { RunFolders } from './snapshot-runs.ts';
import { headBytes, type SlotFiles, type SlotName, slotNames } from './snapshot-slots.ts';

/** The part of `FileSystemDirectoryHandle` that we use. */
export interface PrivateFolder {
  keys(): AsyncIterable<string>;
  getDirectoryHandle(name: string, options?: { create: boolean }): Promise<PrivateFolder>;
  getFileHandle(name: string, options?: { create: boolean }): Promise<PrivateFile>;
  removeEntry(name: string, options: { recursive: boolean }): Promise<void>;
}

/** The part of `FileSystemFileHandle` that we use. */
export interface PrivateFile {
  getFile(): Promise<File>;
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>;
}

const folderName = 'autosaves';
const fileName = (slot: SlotName): string => `snapshot-${slot}`;

export function privateFolders(root: PrivateFolder): RunFolders {
  const autosaves = () => root.getDirectoryHandle(folderName, { create: true });
  return {
    async list() {
      const parent = await autosaves();
      const runs = (await namesIn(parent)).map(async (runId) => {
        const modified = await lastModified(parent, runId);
        return modified === null ? [] : [{ runId, modified }];
      });
      return (await Promise.all(runs)).flat();
    },
    open: async (runId) => slotFiles(await (await autosaves()).getDirectoryHandle(runId, { create: true })),
    async remove(runId) {
      await absentIsNull((await autosaves()).removeEntry(runId, { recursive: true }));
    },
  };
}

export async function namesIn(folder: PrivateFolder): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

/** Null if nothing was written, or another tab has just removed it. */
async function lastModified(parent: PrivateFolder, name: string): Promise<number | null> {
  const folder = await absentIsNull(parent.getDirectoryHandle(name));
  if (!folder) return null;
  const files = await Promise.all(slotNames.map((slot) => absentIsNull(folder.getFileHandle(fileName(slot)))));
  const times = await Promise.all(files.map(async (file) => (file ? (await file.getFile()).lastModified : 0)));
  return Math.max(...times) || null;
}

function slotFiles(folder: PrivateFolder): SlotFiles {
  return {
    async read(slot) {
      const file = await absentIsNull(folder.getFileHandle(fileName(slot)));
      return file?.getFile() ?? null;
    },
    async write(slot, bytes) {
      const handle = await openExclusively(await folder.getFileHandle(fileName(slot), { create: true }));
      try {
        handle.truncate(0);
        writeAll(handle, bytes.subarray(headBytes), headBytes);
        writeAll(handle, bytes.subarray(0, headBytes), 0);
      } finally {
        handle.close();
      }
    },
  };
}

/** Returns when the bytes are on disk. */
export function writeAll(handle: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  if (handle.write(bytes, { at }) !== bytes.length) throw new PlaygroundError('storage-full');
  handle.flush();
}

/** A file allows one writer at a time, and another tab may be writing for some milliseconds. */
export async function openExclusively(file: PrivateFile): Promise<FileSystemSyncAccessHandle> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      if (!isNamed(error, 'NoModificationAllowedError') || attempt === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export async function absentIsNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (isNamed(error, 'NotFoundError')) return null;
    throw error;
  }
}
