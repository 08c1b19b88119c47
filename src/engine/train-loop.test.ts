import { expect, it } from 'vitest';
import { Lock, nextTask } from './lock.ts';
import { type TrainedRun, TrainLoop } from './train-loop.ts';

/** A loop whose first step waits for the device's lock, which is held until `release` is called. */
function waitingLoop() {
  const lock = new Lock();
  let release = (): void => {};
  void lock.take(() => new Promise<void>((resolve) => (release = resolve)));
  const submitted: number[] = [];
  const run: TrainedRun = {
    prepare: async () => {},
    order: { take: async () => ({}) } as unknown as TrainedRun['order'],
    cursor: { epoch: 0, position: 0 },
    get submitted() {
      return submitted.length;
    },
    submit: async () => {
      submitted.push(submitted.length + 1);
      return { settled: new Promise(() => {}) };
    },
    settle: async () => {},
    diverged: null,
    recover: () => {},
  };
  const loop = new TrainLoop(run, lock, { submitted() {}, settled() {}, waiting() {} }, 1);
  return { run, loop, lock, submitted, release: () => release() };
}

it('stops at once while its first step waits for the device, and never submits that step', async () => {
  const { loop, lock, submitted, release } = waitingLoop();
  await nextTask();
  expect(loop.begun).toBe(false);
  loop.stop();
  expect(await loop.ended).toBe('stopped');
  release();
  await lock.take(() => {});
  expect(submitted).toEqual([]);
});

it('ends when a long step is abandoned', async () => {
  const { run } = waitingLoop();
  let seen: AbortSignal | undefined;
  const slow: TrainedRun = {
    ...run,
    submit: (_, signal) => {
      seen = signal;
      return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(null)));
    },
  };
  const loop = new TrainLoop(slow, new Lock(), { submitted() {}, settled() {}, waiting() {} }, 1);
  await nextTask();
  await nextTask();
  expect(seen?.aborted).toBe(false);
  loop.stop();
  expect(await loop.ended).toBe('stopped');
});

it('waits for a step that the device has begun', async () => {
  const { loop, lock, submitted, release } = waitingLoop();
  await nextTask();
  release();
  await lock.take(() => {});
  await nextTask();
  expect(submitted).toEqual([1]);
  expect(loop.begun).toBe(true);
  loop.stop();
  const ended = await Promise.race([loop.ended, nextTask().then(() => 'still waits')]);
  expect(ended).toBe('still waits');
});
