/**
 * The sets that this browser stores, for workers: in private files, or in IndexedDB if those are
 * missing or fail. All tabs share them.
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
