import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeTicksPatient, patience } from './patient-ticks.ts';

const original = globalThis.setImmediate;
beforeAll(makeTicksPatient);
afterAll(() => {
  globalThis.setImmediate = original;
});

it('ticks at once for 2 ms, then once a millisecond; the next wait begins eagerly', () => {
  const next = patience();
  expect([100, 100.5, 101.9, 102, 103, 104.2, 110].map(next)).toEqual([0, 0, 0, 1, 1, 1, 1]);
  expect([130, 131, 132].map(next)).toEqual([0, 0, 1]);
});

it('leaves every other setImmediate callback alone', async () => {
  const order: string[] = [];
  const wait = promisify(setImmediate);
  const bound = function bound(this: string) {
    order.push(this);
  }.bind('bound');
  const timer = new Promise<void>((resolve) => setTimeout(resolve, 3));
  for (let i = 0; i < 3; i++) setImmediate(bound);
  setImmediate((a: string, b: string) => order.push(a + b), 'argu', 'ments');
  await wait();
  expect(order).toEqual(['bound', 'bound', 'bound', 'arguments']);
  expect(await wait('value')).toBe('value');
  const stopped = setImmediate(() => order.push('cleared'));
  clearImmediate(stopped);
  await timer;
  expect(order).not.toContain('cleared');
});

it('pauses between the ticks of a long wait', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  const end = performance.now() + 60;
  // Native, without name and arguments, like the binding's.
  const tick = await new Promise<() => void>((resolve) => {
    const self = new Proxy(() => {}, {
      apply: () => (performance.now() < end ? setImmediate(self) : resolve(self)),
    });
    setImmediate(self);
  });
  expect(timers).toHaveBeenCalledWith(tick, 1);
  timers.mockRestore();
});
