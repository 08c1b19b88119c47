import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { Autosave, parseStored, pauseAfterSave, unnamedRun } from './autosave.ts';
import type { SnapshotStorage } from './host.ts';

const { experiment } = recipes.article;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function autosaveTo(
  save: SnapshotStorage['save'],
  stepAt: () => number | null,
  runAt = () => 'a',
  zip = new Uint8Array(1),
) {
  const complaints: unknown[] = [];
  const take = async () => {
    const step = stepAt();
    return step === null
      ? null
      : {
          info: { runId: runAt(), origin: 'seed' as const, experiment, step, epoch: 0, savedAt: Date.now() },
          zip,
        };
  };
  const storage = { save, load: async () => null, remove: async () => {} };
  return { autosave: new Autosave(storage, take, (error) => complaints.push(error)), complaints };
}

/** When the saves of 200 s of training begin, in seconds, where each takes so long. */
async function savesOf200Seconds(eachTakesMs: number, bytes = 1): Promise<number[]> {
  const start = Date.now();
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
    new Uint8Array(bytes),
  );
  autosave.start();
  await vi.advanceTimersByTimeAsync(200_000);
  const counted = seconds.length;
  autosave.stop();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(seconds).toHaveLength(counted); // not while training stands still
  return seconds;
}

it('saves soon after training has begun, then as often as 2 % of the time allows', async () => {
  expect((await savesOf200Seconds(1)).slice(0, 4)).toEqual([5, 10.001, 15.002, 20.003]);
  expect(await savesOf200Seconds(1_000)).toEqual([5, 55, 105, 155]);
  expect(await savesOf200Seconds(3_000)).toEqual([5, 68, 131, 194]); // a minute at most, whatever it costs
  expect(await savesOf200Seconds(3_000, 65 * 1024 * 1024)).toEqual([5, 155]); // unless there is much to save
});

it('waits from 5 s to a minute', () => {
  const pauses = (bytes: number) => [0, 100, 200, 1_000, 10_000].map((took) => pauseAfterSave(took, bytes));
  expect(pauses(1e6)).toEqual([5_000, 5_000, 9_800, 49_000, 60_000]);
  expect(pauses(5e8)).toEqual([5_000, 5_000, 9_800, 49_000, 490_000]);
});

it('begins no second round when training stops and starts during a save', async () => {
  let stored = 0;
  const { autosave } = autosaveTo(
    async () => {
      stored += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
    () => stored + 1,
  );
  autosave.start();
  await vi.advanceTimersByTimeAsync(5_010);
  autosave.stop();
  autosave.start();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(stored).toBe(4); // at 5 s, then at 10.01, 15.06 and 20.11 s
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
  const info = { runId: 'a', origin: 'seed', experiment, step: 3, epoch: 0, savedAt: 1 };
  expect(parseStored({ info, zip })?.info).toEqual(info);
  expect(parseStored({ info: { ...info, step: -1 }, zip })).toBeNull();
  expect(parseStored({ info: { ...info, runId: '../elsewhere' }, zip })).toBeNull();
  expect(parseStored({ info: 'nonsense', zip })).toBeNull();
  expect(parseStored(null)).toBeNull();
});

it('reads an autosave that was written before runs had ids and origins', () => {
  const info = { experiment, step: 3, epoch: 0, savedAt: 1 };
  expect(parseStored({ info, zip: new Uint8Array(1) })?.info).toEqual({ runId: unnamedRun, origin: 'seed', ...info });
});
