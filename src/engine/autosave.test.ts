import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { Autosave, parseStored, unnamedRun } from './autosave.ts';
import type { SnapshotStorage } from './host.ts';

const { experiment } = recipes.article;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function autosaveTo(save: SnapshotStorage['save'], stepAt: () => number | null, runAt = () => 'a') {
  const complaints: unknown[] = [];
  const take = async () => {
    const step = stepAt();
    return step === null
      ? null
      : { info: { runId: runAt(), experiment, step, epoch: 0, savedAt: Date.now() }, zip: new Uint8Array(1) };
  };
  const storage = { save, load: async () => null, remove: async () => {} };
  return { autosave: new Autosave(storage, take, (error) => complaints.push(error)), complaints };
}

it('saves soon after training has begun, then every minute, and not while it stands still', async () => {
  const start = Date.now();
  const seconds: number[] = [];
  let step = 0;
  const { autosave } = autosaveTo(
    async () => {
      seconds.push((Date.now() - start) / 1000);
    },
    () => {
      step += 1;
      return step;
    },
  );
  autosave.start();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(seconds).toEqual([5, 65, 125, 185]);
  autosave.stop();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(seconds).toHaveLength(4);
});

it('does not store the same step twice, but does so for another run', async () => {
  let stored = 0;
  let run = 'a';
  const { autosave } = autosaveTo(
    async () => {
      stored += 1;
    },
    () => 7,
    () => run,
  );
  expect(await autosave.save()).toMatchObject({ step: 7 });
  expect(await autosave.save()).toMatchObject({ step: 7 });
  expect(stored).toBe(1);
  run = 'b';
  await autosave.save();
  expect(stored).toBe(2);
});

it('stores the new run at the step at which a save of the old one was in flight', async () => {
  const stored: string[] = [];
  let run = 'old';
  let finish = (): void => {};
  const { autosave } = autosaveTo(
    async ({ runId }) => {
      stored.push(runId);
      if (runId === 'old') await new Promise<void>((resolve) => (finish = resolve));
    },
    () => 7,
    () => run,
  );
  const inFlight = autosave.save();
  await vi.advanceTimersByTimeAsync(0);
  run = 'new';
  finish();
  await inFlight;
  await autosave.save();
  expect(stored).toEqual(['old', 'new']);
});

it('complains once, and again only after a success', async () => {
  let full = true;
  let step = 0;
  const { autosave, complaints } = autosaveTo(
    async () => {
      if (full) throw new Error('full');
    },
    () => {
      step += 1;
      return step;
    },
  );
  expect([await autosave.save(), await autosave.save()]).toEqual([null, null]);
  expect(complaints).toHaveLength(1);
  full = false;
  expect(await autosave.save()).toMatchObject({ step: 3 });
  full = true;
  await autosave.save();
  expect(complaints).toHaveLength(2);
});

it('offers only what is an autosave of ours', () => {
  const zip = new Uint8Array(1);
  const info = { runId: 'a', experiment, step: 3, epoch: 0, savedAt: 1 };
  expect(parseStored({ info, zip })?.info).toEqual(info);
  expect(parseStored({ info: { ...info, step: -1 }, zip })).toBeNull();
  expect(parseStored({ info: { ...info, runId: '../elsewhere' }, zip })).toBeNull();
  expect(parseStored({ info: 'nonsense', zip })).toBeNull();
  expect(parseStored(null)).toBeNull();
});

it('reads an autosave that was written before runs had ids', () => {
  const info = { experiment, step: 3, epoch: 0, savedAt: 1 };
  expect(parseStored({ info, zip: new Uint8Array(1) })?.info).toEqual({ runId: unnamedRun, ...info });
});
