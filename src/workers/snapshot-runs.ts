/**
 * Stores the last few runs' snapshots, each in its own folder, so that tabs that train at the same
 * time, or a Reset, lose no saved state.
 */
import * as z from 'zod/mini';
import type { SnapshotStorage } from '../engine/host.ts';
import { type SlotFiles, snapshotSlots } from './snapshot-slots.ts';

/** Number of newest runs that are kept. One of the article's takes 10 MB. */
export const keptRuns = 4;

interface SavedRun {
  readonly runId: string;
  /** When it was last written, in milliseconds since 1970. */
  readonly modified: number;
}

/** A place with a folder for each run. */
export interface RunFolders {
  list(): Promise<readonly SavedRun[]>;
  open(runId: string): Promise<SlotFiles>;
  remove(runId: string): Promise<void>;
}

export function snapshotRuns(folders: RunFolders): SnapshotStorage {
  const slotsOf = async (runId: string) => snapshotSlots(await folders.open(runId));
  const has = async (runId: string) => (await folders.list()).some((run) => run.runId === runId);

  /**
   * Removes the folders of the oldest runs if there are too many. If one cannot be removed (another
   * tab may be writing to it), the save still succeeds, and the next save tries again.
   */
  async function removeOldest(kept: readonly (string | null)[]): Promise<void> {
    const others = (await folders.list()).filter(({ runId }) => !kept.includes(runId));
    const oldest = others.toSorted((a, b) => b.modified - a.modified).slice(keptRuns - 1);
    await Promise.allSettled(oldest.map(({ runId }) => folders.remove(runId)));
  }

  return {
    async save(info, zip, spared) {
      await (await slotsOf(info.runId)).save(info, zip);
      await removeOldest([info.runId, spared]);
    },
    async list() {
      const runs = await folders.list();
      const read = await Promise.allSettled(runs.map(async ({ runId }) => (await slotsOf(runId)).newest()));
      const found = read.flatMap((run) => (run.status === 'fulfilled' && run.value ? [run.value.info] : []));
      // Skips runs that cannot be read, unless none can.
      const failed = read.find((run) => run.status === 'rejected');
      if (found.length === 0 && failed) throw failed.reason;
      return found;
    },
    load: async (runId) => ((await has(runId)) ? (await slotsOf(runId)).load() : null),
    async remove({ runId, savedAt }) {
      if (!(await has(runId))) return;
      const stored = await (await slotsOf(runId)).newest();
      if (!stored || savedAtOf(stored.info) <= savedAt) await folders.remove(runId);
    },
  };
}

/** When the snapshot was made; an invalid time counts as long ago. */
export function savedAtOf(info: unknown): number {
  const parsed = z.object({ savedAt: z.number() }).safeParse(info);
  return parsed.success ? parsed.data.savedAt : 0;
}
