/**
 * Stores runs in IndexedDB, each as two entries: the snapshot, and its description, so that a run
 * can be offered without reading its snapshot.
 */
import { createStore, delMany, get, keys, setMany } from 'idb-keyval';
import type { SnapshotStorage, StoredSnapshot } from '../engine/host.ts';
import { keptRuns, savedAtOf } from './snapshot-runs.ts';

const keyOf = (runId: string): string => `run ${runId}`;
const infoKeyOf = (key: string): string => `info of ${key}`;

export function databaseStorage(databaseName: string): SnapshotStorage {
  const store = createStore(databaseName, 'autosave');
  const infoAt = (key: string): Promise<unknown> => get<unknown>(infoKeyOf(key), store);
  const remove = (entries: readonly string[]) => delMany([...entries, ...entries.map(infoKeyOf)], store);
  const entries = async () => {
    const names = (await keys<string>(store)).filter((key) => key.startsWith('run '));
    return Promise.all(names.map(async (key) => ({ key, info: await infoAt(key) })));
  };
  return {
    async save(info, zip, spared) {
      const key = keyOf(info.runId);
      // Both in one transaction, which is carried out completely or not at all.
      await setMany(
        [
          [key, { info, zip }],
          [infoKeyOf(key), info],
        ],
        store,
      );
      const others = (await entries()).filter(
        (entry) => entry.key !== key && entry.key !== keyOf(spared ?? info.runId),
      );
      const oldest = others.toSorted((a, b) => savedAtOf(b.info) - savedAtOf(a.info)).slice(keptRuns - 1);
      await remove(oldest.map((entry) => entry.key));
    },
    list: async () => (await entries()).flatMap(({ info }) => info ?? []),
    load: async (runId) => (await get<StoredSnapshot>(keyOf(runId), store)) ?? null,
    async remove({ runId, savedAt }) {
      const key = keyOf(runId);
      if (savedAtOf(await infoAt(key)) <= savedAt) await remove([key]);
    },
  };
}
