import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recipes } from '../ml/config.ts';
import type { AutosaveInfo } from './protocol.ts';
import { headBytes, type SlotFiles, type SlotName, snapshotSlots } from './snapshot-slots.ts';

const infoAt = (step: number): AutosaveInfo => ({
  origin: 'seed',
  runId: 'a',
  experiment: recipes.article.experiment,
  step,
  epoch: 0,
  savedAt: step,
});

/**
 * Slots in memory. The next write stops after `cutAfter` bytes, as in a crash; the head is written
 * last.
 */
class MemoryFiles implements SlotFiles {
  readonly slots = new Map<SlotName, Uint8Array<ArrayBuffer>>();
  cutAfter = Number.POSITIVE_INFINITY;
  unreadable: SlotName | null = null;

  async read(slot: SlotName) {
    if (slot === this.unreadable) throw new Error(`${slot} cannot be read`);
    const bytes = this.slots.get(slot);
    return bytes ? new Blob([bytes]) : null;
  }
  async write(slot: SlotName, bytes: Uint8Array<ArrayBuffer>) {
    const rest = bytes.subarray(headBytes, headBytes + this.cutAfter);
    const head = bytes.subarray(0, Math.max(0, Math.min(headBytes, this.cutAfter - bytes.length + headBytes)));
    const written = new Uint8Array(headBytes + rest.length);
    written.set(rest, headBytes);
    written.set(head);
    this.slots.set(slot, written);
    if (this.cutAfter < bytes.length) throw new Error('crashed');
  }
}

it('returns the newest of any number of saves', async () => {
  const storage = snapshotSlots(new MemoryFiles());
  expect(await storage.load()).toBeNull();
  for (let step = 1; step <= 5; step += 1) {
    await storage.save(infoAt(step), Uint8Array.of(step, step));
    expect(await storage.newest()).toEqual({ info: infoAt(step) });
    const loaded = await storage.load();
    expect(loaded?.info).toEqual(infoAt(step));
    expect(loaded?.zip).toEqual(Uint8Array.of(step, step));
  }
});

it('keeps the older snapshot when a write is cut short at any byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.nat({ max: 430 }), async (saves, cutAfter) => {
      const files = new MemoryFiles();
      const storage = snapshotSlots(files);
      for (let step = 1; step <= saves; step += 1) await storage.save(infoAt(step), new Uint8Array(64).fill(step));
      files.cutAfter = cutAfter;
      await expect(storage.save(infoAt(99), new Uint8Array(64))).rejects.toThrow('crashed');
      files.cutAfter = Number.POSITIVE_INFINITY;
      expect((await storage.load())?.info).toEqual(infoAt(saves));
      expect((await storage.newest())?.info).toEqual(infoAt(saves));
      await storage.save(infoAt(100), Uint8Array.of(1));
      expect((await storage.load())?.info).toEqual(infoAt(100));
    }),
  );
});

it('returns the readable slot if the other cannot be read, and throws the reason if none can', async () => {
  const files = new MemoryFiles();
  const storage = snapshotSlots(files);
  files.unreadable = 'b';
  await expect(storage.load()).rejects.toThrow('b cannot be read');
  await storage.save(infoAt(1), Uint8Array.of(1));
  expect((await storage.load())?.info).toEqual(infoAt(1));
  files.unreadable = null;
  await storage.save(infoAt(2), Uint8Array.of(2));
  for (const [unreadable, step] of [
    ['a', 2],
    ['b', 1],
  ] as const) {
    files.unreadable = unreadable;
    expect((await storage.load())?.info).toEqual(infoAt(step));
  }
});

it('does not trust a slot whose bytes have changed', async () => {
  const files = new MemoryFiles();
  const storage = snapshotSlots(files);
  await storage.save(infoAt(1), new Uint8Array(32));
  await storage.save(infoAt(2), new Uint8Array(32));
  const newest = files.slots.get('b');
  if (!newest) throw new Error('the second save goes to slot b');
  newest[newest.length - 40] = 1;
  expect((await storage.load())?.info).toEqual(infoAt(1));
});

it('finds only slots that were written completely', async () => {
  const files = new MemoryFiles();
  const storage = snapshotSlots(files);
  await storage.save(infoAt(1), new Uint8Array(64));
  await storage.save(infoAt(2), new Uint8Array(64));
  const newest = files.slots.get('b');
  if (!newest) throw new Error('the second save goes to slot b');
  for (const length of [0, 3, headBytes, headBytes + 5, newest.length - 1]) {
    files.slots.set('b', newest.slice(0, length));
    expect((await storage.newest())?.info).toEqual(infoAt(1));
    expect((await storage.load())?.info).toEqual(infoAt(1));
  }
});
