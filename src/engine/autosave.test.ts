import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { Autosave, parseStored } from './autosave.ts';
import type { SnapshotStorage } from './host.ts';

const { experiment } = recipes.article;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function autosaveTo(save: SnapshotStorage['save'], stepAt: () => number | null) {
  const complaints: unknown[] = [];
  const take = async () => {
    const step = stepAt();
    return step === null ? null : { info: { experiment, step, epoch: 0, savedAt: Date.now() }, zip: new Uint8Array(1) };
  };
  const storage = { save, load: async () => null, clear: async () => {} };
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
  const { autosave } = autosaveTo(
    async () => {
      stored += 1;
    },
    () => 7,
  );
  expect(await autosave.save()).toMatchObject({ step: 7 });
  expect(await autosave.save()).toMatchObject({ step: 7 });
  expect(stored).toBe(1);
  autosave.forget();
  await autosave.save();
  expect(stored).toBe(2);
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
  const info = { experiment, step: 3, epoch: 0, savedAt: 1 };
  expect(parseStored({ info, zip })?.info).toEqual(info);
  expect(parseStored({ info: { ...info, step: -1 }, zip })).toBeNull();
  expect(parseStored({ info: 'nonsense', zip })).toBeNull();
  expect(parseStored(null)).toBeNull();
});
