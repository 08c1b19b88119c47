import { expect, it } from 'vitest';
import type { SnapshotStorage } from '../engine/host.ts';
import { recipes } from '../ml/config.ts';
import type { AutosaveInfo } from './protocol.ts';
import { keptRuns, type RunFolders, savedAtOf, snapshotRuns } from './snapshot-runs.ts';
import type { SlotFiles, SlotName } from './snapshot-slots.ts';
import { withFallback } from './storage.lazy.ts';

/** Each test snapshot is identified by its `savedAt`. */
const infoOf = (runId: string, savedAt: number): AutosaveInfo => ({
  origin: 'seed',
  runId,
  experiment: recipes.article.experiment,
  step: 1,
  epoch: 0,
  savedAt,
});
const zip = Uint8Array.of(1, 2, 3);

class MemoryFolders implements RunFolders {
  readonly runs = new Map<string, { modified: number; readonly slots: Map<SlotName, Uint8Array<ArrayBuffer>> }>();
  readonly unreadable = new Set<string>();
  #time = 0;

  async list() {
    return [...this.runs].map(([runId, { modified }]) => ({ runId, modified }));
  }
  async open(runId: string): Promise<SlotFiles> {
    return {
      read: async (slot) => {
        if (this.unreadable.has(runId)) throw new Error(`${runId} cannot be read`);
        const bytes = this.runs.get(runId)?.slots.get(slot);
        return bytes ? new Blob([bytes]) : null;
      },
      write: async (slot, bytes) => {
        const run = this.runs.get(runId) ?? { modified: 0, slots: new Map() };
        this.#time += 1;
        run.modified = this.#time;
        run.slots.set(slot, bytes);
        this.runs.set(runId, run);
      },
    };
  }
  async remove(runId: string) {
    this.runs.delete(runId);
  }
}

/** The description of the newest snapshot of all runs. */
async function newest(storage: SnapshotStorage): Promise<unknown> {
  const found = await storage.list();
  return found.toSorted((a, b) => savedAtOf(b) - savedAtOf(a))[0] ?? null;
}

it('returns each run’s own snapshot, and the newest of all', async () => {
  const storage = snapshotRuns(new MemoryFolders());
  expect(await newest(storage)).toBeNull();
  await storage.save(infoOf('a', 1), zip, null);
  await storage.save(infoOf('b', 2), zip, null);
  await storage.save(infoOf('a', 3), zip, null);
  expect((await storage.load('a'))?.info).toEqual(infoOf('a', 3));
  expect((await storage.load('b'))?.info).toEqual(infoOf('b', 2));
  expect(await storage.load('c')).toBeNull();
  expect(await newest(storage)).toEqual(infoOf('a', 3));
});

it('keeps the newest few runs, in whatever order they were saved', async () => {
  const folders = new MemoryFolders();
  const storage = snapshotRuns(folders);
  for (let i = 1; i <= keptRuns + 3; i += 1) {
    await storage.save(infoOf('first', 100 + i), zip, null);
    await storage.save(infoOf(`run-${i}`, i), zip, null);
  }
  expect(folders.runs.size).toBe(keptRuns);
  expect(folders.runs.has('first')).toBe(true);
  expect(folders.runs.has(`run-${keptRuns + 3}`)).toBe(true);
  expect(folders.runs.has('run-1')).toBe(false);
});

it('skips a run that cannot be read', async () => {
  const folders = new MemoryFolders();
  const storage = snapshotRuns(folders);
  await storage.save(infoOf('a', 1), zip, null);
  await storage.save(infoOf('b', 2), zip, null);
  folders.unreadable.add('b');
  expect(await newest(storage)).toEqual(infoOf('a', 1));
  folders.unreadable.add('a');
  await expect(newest(storage)).rejects.toThrow('a cannot be read');
});

it('removes only the given snapshot, not another run or a newer save of the same run', async () => {
  const storage = snapshotRuns(new MemoryFolders());
  await storage.save(infoOf('a', 1), zip, null);
  await storage.save(infoOf('b', 2), zip, null);
  await storage.save(infoOf('a', 3), zip, null);
  await storage.remove(infoOf('a', 1));
  expect((await storage.load('a'))?.info).toEqual(infoOf('a', 3));
  await storage.remove(infoOf('a', 3));
  await storage.remove(infoOf('gone', 1));
  expect(await storage.load('a')).toBeNull();
  expect(await newest(storage)).toEqual(infoOf('b', 2));
});

it('finds what an earlier visit stored in the other place, and ignores failures there', async () => {
  const [here, there] = [new MemoryFolders(), new MemoryFolders()];
  const earlier = snapshotRuns(there);
  const storage = withFallback(snapshotRuns(here), earlier);
  await earlier.save(infoOf('a', 1), zip, null);
  expect(await newest(storage)).toEqual(infoOf('a', 1));
  await storage.save(infoOf('b', 2), zip, null);
  expect(await newest(storage)).toEqual(infoOf('b', 2));
  expect((await storage.load('a'))?.info).toEqual(infoOf('a', 1));
  there.unreadable.add('a');
  expect(await newest(storage)).toEqual(infoOf('b', 2));
  there.unreadable.clear();
  await storage.remove(infoOf('a', 1));
  expect(await storage.load('a')).toBeNull();
});

it('keeps the run that is on offer, however old', async () => {
  const folders = new MemoryFolders();
  const storage = snapshotRuns(folders);
  await storage.save(infoOf('offered', 1), zip, null);
  for (let i = 1; i <= keptRuns + 2; i += 1) await storage.save(infoOf(`run-${i}`, 1 + i), zip, 'offered');
  expect([...folders.runs.keys()]).toEqual(['offered', ...[3, 4, 5, 6].map((i) => `run-${i}`)]);
});

it('saves even if an old run cannot be removed', async () => {
  const folders = new MemoryFolders();
  folders.remove = () => Promise.reject(new Error('in use'));
  const storage = snapshotRuns(folders);
  for (let i = 1; i <= keptRuns + 2; i += 1) await storage.save(infoOf(`run-${i}`, i), zip, null);
  expect(await newest(storage)).toEqual(infoOf(`run-${keptRuns + 2}`, keptRuns + 2));
});

/**
 * A storage that can list and read but not write, as in private windows, whose files cannot be
 * opened for writing.
 */
function withoutWriting(storage: SnapshotStorage, reason = 'cannot be written'): SnapshotStorage {
  return { ...storage, save: () => Promise.reject(new Error(reason)) };
}

it('saves in the second place when the first fails, at the first save or later, and reports the reason if both fail', async () => {
  const [here, there] = [new MemoryFolders(), new MemoryFolders()];
  const first = { ...snapshotRuns(here) };
  const storage = withFallback(first, snapshotRuns(there));
  await storage.save(infoOf('a', 1), zip, null);
  expect([here.runs.size, there.runs.size]).toEqual([1, 0]);
  let tries = 0;
  first.save = () => {
    tries += 1;
    return Promise.reject(new Error('no handle'));
  };
  await storage.save(infoOf('a', 2), zip, null);
  await storage.save(infoOf('a', 3), zip, null);
  expect(tries).toBe(1); // the failed place is not tried again
  expect((await storage.load('a'))?.info).toEqual(infoOf('a', 3));
  expect(await newest(storage)).toEqual(infoOf('a', 3));

  const nowhere = withFallback(withoutWriting(first), withoutWriting(snapshotRuns(there), 'no database'));
  await expect(nowhere.save(infoOf('a', 4), zip, null)).rejects.toThrow('cannot be written');
});
