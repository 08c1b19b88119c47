/**
 * The two places where a visitor's sets can be stored: as files in the origin private file system,
 * or as entries in IndexedDB.
 */
import { createStore, delMany, get, keys, set } from 'idb-keyval';
import { absentIsNull, namesIn, openExclusively, type PrivateFolder, writeAll } from '../private-folders.ts';

/** Stores files under a set's id and a file name. */
export interface SetPlace {
  /** The ids of all sets that have any file here. */
  ids(): Promise<readonly string[]>;
  /** Null if there is no such file. */
  read(id: string, file: string): Promise<Uint8Array<ArrayBuffer> | null>;
  write(id: string, file: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Removes all files of the set; does nothing if there are none. */
  remove(id: string): Promise<void>;
}

const folderName = 'own-pictures';

/**
 * Stores `own-pictures/<id>/<file>`. For workers, because not every browser lets a page write
 * there.
 */
export function setFolders(root: PrivateFolder): SetPlace {
  const all = () => root.getDirectoryHandle(folderName, { create: true });
  const folderOf = async (id: string) => (await all()).getDirectoryHandle(id);
  return {
    ids: async () => {
      const folder = await absentIsNull(root.getDirectoryHandle(folderName));
      return folder ? namesIn(folder) : [];
    },
    async read(id, file) {
      const handle = await absentIsNull(folderOf(id).then((folder) => folder.getFileHandle(file)));
      return handle && new Uint8Array(await (await handle.getFile()).arrayBuffer());
    },
    async write(id, file, bytes) {
      const folder = await (await all()).getDirectoryHandle(id, { create: true });
      const handle = await openExclusively(await folder.getFileHandle(file, { create: true }));
      try {
        handle.truncate(0);
        writeAll(handle, bytes, 0);
      } finally {
        handle.close();
      }
    },
    async remove(id) {
      await absentIsNull(all().then((folder) => folder.removeEntry(id, { recursive: true })));
    },
  };
}

/** Stores entries `<id>/<file>`. */
export function setDatabase(databaseName: string): SetPlace {
  const store = createStore(databaseName, 'files');
  return {
    ids: async () => [...new Set((await keys<string>(store)).map((key) => key.split('/')[0] ?? ''))],
    read: async (id, file) => (await get<Uint8Array<ArrayBuffer>>(`${id}/${file}`, store)) ?? null,
    write: (id, file, bytes) => set(`${id}/${file}`, bytes, store),
    async remove(id) {
      await delMany(
        (await keys<string>(store)).filter((key) => key.startsWith(`${id}/`)),
        store,
      );
    },
  };
}
