import { expect, it } from 'vitest';
import type { OnCompiled } from '../ml/training/warm-up.ts';
import type { PreparationProgress } from '../workers/protocol.ts';
import { Lock, nextTask } from './lock.ts';
import { Preparation } from './preparation.ts';

/** A run whose warm-up goes on as the test says. */
function warming() {
  const call: { compiled?: OnCompiled; end?: () => void; signal?: AbortSignal } = {};
  const warmUp = (compiled: OnCompiled, signal: AbortSignal) =>
    new Promise<void>((end, fail) => {
      Object.assign(call, { compiled, end, signal });
      signal.addEventListener('abort', () => fail(signal.reason));
    });
  return { run: { warmUp }, call };
}

function prepare() {
  const lock = new Lock();
  const seen: (PreparationProgress | null)[] = [];
  const failures: unknown[] = [];
  const preparation = new Preparation(lock, {
    progress: (progress) => seen.push(progress),
    failed: (error) => failures.push(error),
  });
  const events: string[] = [];
  const step = () => void lock.take(() => events.push('step'));
  return { preparation, lock, seen, failures, events, step };
}

it('reports how many programs are compiled, and makes later calls wait for all of them', async () => {
  const { preparation, seen, events, step } = prepare();
  const { run, call } = warming();
  void preparation.begin(run);
  step();
  await nextTask();
  call.compiled?.(1, 2);
  call.compiled?.(2, 2);
  await nextTask();
  expect(events).toEqual([]);
  call.end?.();
  await nextTask();
  expect(seen).toEqual([{ done: 1, total: 2 }, { done: 2, total: 2 }, null]);
  expect(events).toEqual(['step']);
});

it('stops, releases the device at once and reports nothing more when it is abandoned', async () => {
  const { preparation, seen, failures, events, step } = prepare();
  const { run, call } = warming();
  void preparation.begin(run);
  step();
  await nextTask();
  call.compiled?.(1, 9);
  preparation.abandon();
  await nextTask();
  call.compiled?.(2, 9);
  expect(call.signal?.aborted).toBe(true);
  expect(seen).toEqual([{ done: 1, total: 9 }, null]);
  expect(failures).toEqual([]);
  expect(events).toEqual(['step']);
});

it('prepares only the newest of several runs', async () => {
  const { preparation, seen, step, events } = prepare();
  const [first, second, third] = [warming(), warming(), warming()];
  for (const { run } of [first, second, third]) void preparation.begin(run);
  step();
  await nextTask();
  expect(first.call.compiled).toBeUndefined();
  expect(second.call.compiled).toBeUndefined();
  third.call.compiled?.(1, 1);
  third.call.end?.();
  await nextTask();
  expect(seen).toEqual([{ done: 1, total: 1 }, null]);
  expect(events).toEqual(['step']);
});

it('reports a failure, and releases the device', async () => {
  const { preparation, seen, failures, events, step } = prepare();
  void preparation.begin({ warmUp: () => Promise.reject(new Error('no pipeline')) });
  step();
  await nextTask();
  expect(failures).toEqual([new Error('no pipeline')]);
  expect(seen).toEqual([]);
  expect(events).toEqual(['step']);
});

it('lets its caller go on as soon as the driver is compiling, or if there is nothing to compile', async () => {
  const { preparation } = prepare();
  const { run, call } = warming();
  const events: string[] = [];
  const begun = preparation.begin(run).then(() => events.push('begun'));
  await nextTask();
  expect(events).toEqual([]);
  call.compiled?.(0, 9);
  await begun;
  call.end?.();
  await preparation.begin({ warmUp: async () => {} });
  await preparation.begin({ warmUp: () => Promise.reject(new Error('no pipeline')) });
});
