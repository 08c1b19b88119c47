/** Runs in the origin private file system: `autosaves/<run>/snapshot-a` and `-b`. */
import { unnamedRun } from '../engine/autosave.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { isNamed } from './dom-errors.ts';
import type { RunFolders } from './snapshot-runs.ts';
import type { SlotFiles, SlotName } from './snapshot-slots.ts';

const folderName = 'autosaves';
/** Before runs had ids there was one folder for all. */
const unnamedFolder = 'autosave';
const slots: readonly SlotName[] = ['a', 'b'];
const fileName = (slot: SlotName): string => `snapshot-${slot}`;

export function privateFolders(root: FileSystemDirectoryHandle): RunFolders {
  async function place(runId: string): Promise<{ parent: FileSystemDirectoryHandle; name: string }> {
    if (runId === unnamedRun) return { parent: root, name: unnamedFolder };
    return { parent: await root.getDirectoryHandle(folderName, { create: true }), name: runId };
  }
  return {
    async list() {
      const runIds = (await namesIn(root)).includes(unnamedFolder) ? [unnamedRun] : [];
      const { parent } = await place('');
      for (const name of await namesIn(parent)) runIds.push(name);
      const runs = runIds.map(async (runId) => {
        const { parent: at, name } = await place(runId);
        const modified = await lastModified(at, name);
        return modified === null ? [] : [{ runId, modified }];
      });
      return (await Promise.all(runs)).flat();
    },
    async open(runId) {
      const { parent, name } = await place(runId);
      return slotFiles(await parent.getDirectoryHandle(name, { create: true }));
    },
    async remove(runId) {
      const { parent, name } = await place(runId);
      await absentIsNull(parent.removeEntry(name, { recursive: true }));
    },
  };
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

/** Null where another tab has removed it meanwhile, or nothing was written. */
async function lastModified(parent: FileSystemDirectoryHandle, name: string): Promise<number | null> {
  const folder = await absentIsNull(parent.getDirectoryHandle(name));
  if (!folder) return null;
  const files = await Promise.all(slots.map((slot) => absentIsNull(folder.getFileHandle(fileName(slot)))));
  const times = await Promise.all(files.map(async (file) => (file ? (await file.getFile()).lastModified : 0)));
  return Math.max(...times) || null;
}

function slotFiles(folder: FileSystemDirectoryHandle): SlotFiles {
  return {
    async read(slot) {
      const file = await absentIsNull(folder.getFileHandle(fileName(slot)));
      return file && new Uint8Array(await (await file.getFile()).arrayBuffer());
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

async function absentIsNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (isNamed(error, 'NotFoundError')) return null;
    throw error;
  }
}
