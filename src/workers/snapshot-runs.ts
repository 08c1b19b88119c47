/** The last few runs' snapshots, each in a folder of its own: tabs that train side by side, or a Reset, cost nobody a saved state. */
import * as z from 'zod/mini';
import type { SnapshotStorage, StoredSnapshot } from '../engine/host.ts';
import { type SlotFiles, snapshotSlots } from './snapshot-slots.ts';

/** The newest so many; the article's take 10 MB each. */
export const keptRuns = 4;

export interface SavedRun {
  readonly runId: string;
  /** When it was last written, in milliseconds since 1970. */
  readonly modified: number;
}

/** Somewhere to keep a folder a run. */
export interface RunFolders {
  list(): Promise<readonly SavedRun[]>;
  open(runId: string): Promise<SlotFiles>;
  remove(runId: string): Promise<void>;
}

export function snapshotRuns(folders: RunFolders): SnapshotStorage {
  const newestFirst = async () => (await folders.list()).toSorted((a, b) => b.modified - a.modified);
  const has = async (runId: string) => (await folders.list()).some((run) => run.runId === runId);
  const loadRun = async (runId: string) => snapshotSlots(await folders.open(runId)).load();

  /** One that cannot be read is passed over, as long as there is another. */
  async function loadNewest(): Promise<StoredSnapshot | null> {
    let failure: { readonly reason: unknown } | null = null;
    for (const { runId } of await newestFirst()) {
      try {
        const snapshot = await loadRun(runId);
        if (snapshot) return snapshot;
      } catch (reason) {
        failure ??= { reason };
      }
    }
    if (failure) throw failure.reason;
    return null;
  }

  return {
    async save(info, zip) {
      await snapshotSlots(await folders.open(info.runId)).save(info, zip);
      const others = (await newestFirst()).filter(({ runId }) => runId !== info.runId);
      await Promise.all(others.slice(keptRuns - 1).map(({ runId }) => folders.remove(runId)));
    },
    load: async (runId) => {
      if (runId === null) return loadNewest();
      return (await has(runId)) ? loadRun(runId) : null;
    },
    async remove({ runId, savedAt }) {
      if (!(await has(runId))) return;
      const stored = await loadRun(runId);
      if (!stored || savedAtOf(stored) <= savedAt) await folders.remove(runId);
    },
  };
}

/** When the snapshot was made; nonsense counts as long ago. */
export function savedAtOf({ info }: StoredSnapshot): number {
  const parsed = z.object({ savedAt: z.number() }).safeParse(info);
  return parsed.success ? parsed.data.savedAt : 0;
}
