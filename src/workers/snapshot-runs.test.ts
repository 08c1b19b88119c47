import { expect, it } from 'vitest';
import { recipes } from '../ml/config.ts';
import type { AutosaveInfo } from './protocol.ts';
import { keptRuns, type RunFolders, snapshotRuns } from './snapshot-runs.ts';
import type { SlotFiles, SlotName } from './snapshot-slots.ts';
import { withEarlier } from './storage.ts';

/** `savedAt` names the snapshot. */
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
        return this.runs.get(runId)?.slots.get(slot) ?? null;
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

it('gives back each run its own snapshot, and the newest of all', async () => {
  const storage = snapshotRuns(new MemoryFolders());
  expect(await storage.load(null)).toBeNull();
  await storage.save(infoOf('a', 1), zip);
  await storage.save(infoOf('b', 2), zip);
  await storage.save(infoOf('a', 3), zip);
  expect((await storage.load('a'))?.info).toEqual(infoOf('a', 3));
  expect((await storage.load('b'))?.info).toEqual(infoOf('b', 2));
  expect(await storage.load('c')).toBeNull();
  expect((await storage.load(null))?.info).toEqual(infoOf('a', 3));
});

it('keeps the newest few runs, whatever their order', async () => {
  const folders = new MemoryFolders();
  const storage = snapshotRuns(folders);
  for (let i = 1; i <= keptRuns + 3; i += 1) {
    await storage.save(infoOf('first', 100 + i), zip);
    await storage.save(infoOf(`run-${i}`, i), zip);
  }
  expect(folders.runs.size).toBe(keptRuns);
  expect(folders.runs.has('first')).toBe(true);
  expect(folders.runs.has(`run-${keptRuns + 3}`)).toBe(true);
  expect(folders.runs.has('run-1')).toBe(false);
});

it('passes over a run that cannot be read', async () => {
  const folders = new MemoryFolders();
  const storage = snapshotRuns(folders);
  await storage.save(infoOf('a', 1), zip);
  await storage.save(infoOf('b', 2), zip);
  folders.unreadable.add('b');
  expect((await storage.load(null))?.info).toEqual(infoOf('a', 1));
  folders.unreadable.add('a');
  await expect(storage.load(null)).rejects.toThrow('b cannot be read');
});

it('removes the snapshot that is named, and neither another run nor what its run has saved since', async () => {
  const storage = snapshotRuns(new MemoryFolders());
  await storage.save(infoOf('a', 1), zip);
  await storage.save(infoOf('b', 2), zip);
  await storage.save(infoOf('a', 3), zip);
  await storage.remove(infoOf('a', 1));
  expect((await storage.load('a'))?.info).toEqual(infoOf('a', 3));
  await storage.remove(infoOf('a', 3));
  await storage.remove(infoOf('gone', 1));
  expect(await storage.load('a')).toBeNull();
  expect((await storage.load(null))?.info).toEqual(infoOf('b', 2));
});

it('finds what an earlier visit has kept in the other place, and minds no failure there', async () => {
  const [here, there] = [new MemoryFolders(), new MemoryFolders()];
  const earlier = snapshotRuns(there);
  const storage = withEarlier(snapshotRuns(here), earlier);
  await earlier.save(infoOf('a', 1), zip);
  expect((await storage.load(null))?.info).toEqual(infoOf('a', 1));
  await storage.save(infoOf('b', 2), zip);
  expect((await storage.load(null))?.info).toEqual(infoOf('b', 2));
  expect((await storage.load('a'))?.info).toEqual(infoOf('a', 1));
  there.unreadable.add('a');
  expect((await storage.load(null))?.info).toEqual(infoOf('b', 2));
  there.unreadable.clear();
  await storage.remove(infoOf('a', 1));
  expect(await storage.load('a')).toBeNull();
});
