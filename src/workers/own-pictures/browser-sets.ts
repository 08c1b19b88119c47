/**
 * The sets of this browser, for workers: private files first, IndexedDB where they are missing or
 * fail. Tabs share them.
 */
import { privateRoot } from '../storage.ts';
import { setDatabase, setFolders } from './set-places.ts';
import { type SetStorage, setStorage } from './set-storage.ts';

const databaseName = 'diffusion-playground-pictures';

export async function browserSets(): Promise<SetStorage> {
  const root = await privateRoot();
  const database = setDatabase(databaseName);
  return setStorage(root ? [setFolders(root), database] : [database]);
}
