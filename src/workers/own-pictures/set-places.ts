/**
 * Where sets of own pictures can be kept: as files in the origin private file system, or as entries
 * in IndexedDB.
 */
import { createStore, delMany, get, keys, set } from 'idb-keyval';
import { absentIsNull, namesIn, openExclusively, type PrivateFolder, writeAll } from '../private-folders.ts';

/** Files by the set's id and their name. */
export interface SetPlace {
  /** Of all sets of which there is any file. */
  ids(): Promise<readonly string[]>;
  /** Null where there is none. */
  read(id: string, file: string): Promise<Uint8Array<ArrayBuffer> | null>;
  write(id: string, file: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** All files of the set; nothing where there is none. */
  remove(id: string): Promise<void>;
}

const folderName = 'own-pictures';

/** `own-pictures/<id>/<file>`. For workers: only they can write there in every browser. */
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

/** Entries `<id>/<file>`. */
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
