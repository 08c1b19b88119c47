import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { Autosave, parseInfo, pauseAfterSave, pauseBeforeFirst } from './autosave.ts';
import type { SnapshotStorage } from './host.ts';

const { experiment } = recipes.article;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function autosaveTo(save: SnapshotStorage['save'], stepAt: () => number | null, runAt = () => 'a', bytes = 1) {
  const complaints: unknown[] = [];
  const take = async () => {
    const step = stepAt();
    return step === null
      ? null
      : {
          info: { runId: runAt(), origin: 'seed' as const, experiment, step, epoch: 0, savedAt: Date.now() },
          zip: new Uint8Array(1),
        };
  };
  const storage = { save, list: async () => [], load: async () => null, remove: async () => {} };
  return {
    autosave: new Autosave(
      storage,
      take,
      () => bytes,
      (error) => complaints.push(error),
    ),
    complaints,
  };
}

/**
 * Returns when the saves during 200 s of training begin, in seconds, if each save takes this long.
 */
async function savesOf200Seconds(eachTakesMs: number, bytes = 1): Promise<number[]> {
  let start = Date.now();
  const seconds: number[] = [];
  let step = 0;
  const { autosave } = autosaveTo(
    async () => {
      seconds.push((Date.now() - start) / 1000);
      await new Promise((resolve) => setTimeout(resolve, eachTakesMs));
    },
    () => {
      step += 1;
      return step;
    },
    () => 'a',
    bytes,
  );
  autosave.start();
  await vi.advanceTimersByTimeAsync(60_000); // the first step is compiled
  expect(seconds).toEqual([]);
  start = Date.now();
  autosave.stepSettled();
  await vi.advanceTimersByTimeAsync(200_000);
  const counted = seconds.length;
  autosave.stop();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(seconds).toHaveLength(counted); // no save while training is stopped
  return seconds;
}

const [small, medium, large] = [1, 17 * 1024 * 1024, 65 * 1024 * 1024];

it('saves soon after the first step, then as often as possible in 2 % of the time', async () => {
  expect((await savesOf200Seconds(1, small)).slice(0, 4)).toEqual([1, 3.001, 5.002, 7.003]);
  expect((await savesOf200Seconds(60, small)).slice(0, 3)).toEqual([1, 3.56, 6.12]);
  expect(await savesOf200Seconds(1_000, medium)).toEqual([5, 55, 105, 155]);
  // At most a minute, however long a save takes ...
  expect(await savesOf200Seconds(3_000, medium)).toEqual([5, 68, 131, 194]);
  expect(await savesOf200Seconds(3_000, large)).toEqual([5, 155]); // ... unless there is much to save
});

it('a kill loses at most 5 s of a small network’s training, if a save takes up to 1.2 s', () => {
  // The worst case: a kill just before the next snapshot is on disk loses all training since the
  // last snapshot was taken.
  const lost = (tookMs: number) => tookMs + pauseAfterSave(tookMs, small) + tookMs;
  for (const took of [1, 100, 300, 700, 1_200]) expect(lost(took)).toBeLessThanOrEqual(5_000);
  expect(pauseBeforeFirst(small) + 1_200).toBeLessThanOrEqual(5_000);
});

it('waits between 2 s and a minute', () => {
  const pauses = (bytes: number) => [0, 40, 100, 200, 1_000, 10_000].map((took) => pauseAfterSave(took, bytes));
  expect(pauses(small)).toEqual([2_000, 2_000, 2_500, 2_500, 2_500, 2_500]);
  expect(pauses(medium)).toEqual([2_000, 2_000, 4_900, 9_800, 49_000, 60_000]);
  expect(pauses(large)).toEqual([2_000, 2_000, 4_900, 9_800, 49_000, 490_000]);
});

it('starts no second series of saves when training stops and starts during a save', async () => {
  let stored = 0;
  const { autosave } = autosaveTo(
    async () => {
      stored += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
    () => stored + 1,
  );
  autosave.start();
  autosave.stepSettled();
  await vi.advanceTimersByTimeAsync(1_010);
  autosave.stop();
  autosave.start();
  autosave.stepSettled();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(stored).toBe(4); // at 1 s, then at 2.01, 4.51 and 7.01 s
});

it('does not store the same step twice, except for another run', async () => {
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

it('stores the new run at a step at which a save of the old run was in progress', async () => {
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

it('reports a failure once, and again only after a success', async () => {
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

it('offers only valid autosaves of this page', () => {
  const info = { runId: 'a', origin: 'seed', experiment, step: 3, epoch: 0, savedAt: 1 };
  expect(parseInfo(info)).toEqual(info);
  expect(parseInfo({ ...info, step: -1 })).toBeNull();
  expect(parseInfo({ ...info, runId: '../elsewhere' })).toBeNull();
  expect(parseInfo('nonsense')).toBeNull();
  expect(parseInfo(null)).toBeNull();
});
