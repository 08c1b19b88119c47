import { expect, it } from 'vitest';
import { Calls } from './calls.ts';
import { CheckedLock, Lock, nextTask } from './lock.ts';
import { Failures } from './lost-device.ts';
import type { Looked } from './open-models.ts';

it('is cancelled at once while something else uses the device, and never runs the network afterwards', async () => {
  const lock = new Lock();
  const failures = new Failures({ notice() {}, lost() {} });
  const calls = new Calls(new CheckedLock(lock), failures, { generating() {}, repairing() {} });
  let release = (): void => {};
  void lock.take(() => new Promise<void>((resolve) => (release = resolve)));
  let looked = false;
  const request = { seed: 1, count: 1, sampling: {} as never };
  const call = calls.generate(1, request, (): Looked => {
    looked = true;
    throw new Error('the call was cancelled');
  });
  await nextTask();
  calls.cancel(1);
  await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  release();
  await lock.take(() => {});
  expect(looked).toBe(false);
});
