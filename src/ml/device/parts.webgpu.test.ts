/** What is submitted together follows from how long it takes the device, and changes no number. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import type { SlicedBackend } from './current-backend.ts';
import { Pace } from './pace.ts';
import { loadRecording } from './recording-loader.ts';
import { createReplayable } from './replay.ts';
import { verifyReplays } from './verification.ts';

let device: Device;
let backend: SlicedBackend;
beforeAll(async () => {
  verifyReplays(0); // which computes a run between those that are counted
  device = await openDevice('webgpu');
  backend = tf.backend() as SlicedBackend;
  await loadRecording();
});
afterAll(() => device.dispose());

/** Products in a chain, each of which takes the device a while. */
const links = 24;
const side = 256;

/** What `act` has the device do. */
function calls(act: () => void): { submits: number; buffers: number; groups: number } {
  const gpu = (backend as WebGPUBackend).device;
  const spies = [
    vi.spyOn(gpu.queue, 'submit'),
    vi.spyOn(gpu, 'createBuffer'),
    vi.spyOn(gpu, 'createBindGroup'),
  ] as const;
  act();
  const [submits = 0, buffers = 0, groups = 0] = spies.map((spy) => spy.mock.calls.length);
  for (const spy of spies) spy.mockRestore();
  return { submits, buffers, groups };
}

async function read(tensor: tf.Tensor): Promise<Float32Array> {
  const values = await tensor.data<'float32'>();
  tensor.dispose();
  return values;
}

test('a replayed run is divided on a slow device, is one submit on a fast one, and computes the same', async () => {
  const factor = tf.tidy(() => tf.reshape(tf.div(tf.add(tf.range(0, side * side), 1), side ** 4), [side, side]));
  const chain = createReplayable(() => {
    let product: tf.Tensor = factor;
    for (let link = 0; link < links; link++) product = tf.matMul(product as tf.Tensor2D, factor as tf.Tensor2D);
    return product;
  });
  backend.pace.limitMs = 60_000;
  const expected = await read(chain.run());
  const took: number[] = [];
  for (let run = 0; run < 4; run++) {
    const began = performance.now();
    expect(await read(chain.run())).toEqual(expected);
    took.push(performance.now() - began);
  }
  // A limit that allows about a third of it in one submit.
  backend.pace.limitMs = Math.min(...took) / 3;
  const once = () => calls(() => chain.run().dispose());
  let cut = once();
  // It is measured once a second, and not while this thread is busy otherwise.
  for (let run = 0; run < 100 && cut.submits < 3; run++) {
    expect(await read(chain.run())).toEqual(expected);
    await new Promise((resolve) => setTimeout(resolve, 50));
    cut = once();
    await device.idle();
  }
  expect(chain.dispatches).toBeGreaterThanOrEqual(links);
  expect(cut.submits).toBeGreaterThan(2);
  for (let run = 0; run < 3; run++) expect(await read(chain.run())).toEqual(expected);
  expect(cut).toMatchObject({ buffers: 0, groups: 0 });

  backend.pace.limitMs = 60_000;
  for (let run = 0; run < 4; run++) expect(await read(chain.run())).toEqual(expected);
  expect(once()).toEqual({ submits: 1, buffers: 0, groups: 0 });
  chain.dispose();
  factor.dispose();
  backend.pace.limitMs = 200;
});

test('the first runs of a new computation are submitted in small pieces, and then as by tfjs if the device is fast', async () => {
  const x = tf.zeros([2, 4, 4, 2]) as tf.Tensor4D;
  const filter = tf.zeros([1, 1, 2, 2]) as tf.Tensor4D;
  const chain = () =>
    tf.tidy(() => {
      let y = x;
      for (let link = 0; link < 30; link++) y = tf.conv2d(y, filter, 1, 'same');
      return y;
    });
  backend.pace.limitMs = 60_000;
  backend.pace.startOver();
  const first = calls(() => chain().dispose());
  for (let run = 0; run < 20; run++) await read(chain());
  const later = calls(() => chain().dispose());
  backend.pace.limitMs = 200;
  expect(first.submits).toBeGreaterThanOrEqual(7);
  expect(later.submits).toBeLessThanOrEqual(2);
  tf.dispose([x, filter]);
});

test('the slowest of the last submits determines how many dispatches the next one takes', async () => {
  let now = 0;
  const done: (() => void)[] = [];
  const workDone = () => new Promise<undefined>((resolve) => done.push(() => resolve(undefined)));
  const pace = new Pace({ workDone } as unknown as ConstructorParameters<typeof Pace>[0], () => now);
  const submit = async (dispatches: number, ms: number): Promise<void> => {
    pace.submitted(dispatches);
    now += ms;
    done.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  const before = pace.dispatches;
  expect(before).toBeLessThan(15);
  await submit(before, 4);
  expect(pace.dispatches).toBe(15);
  pace.startOver();
  await submit(4, 200);
  expect(pace.dispatches).toBe(2);
  await submit(2, 1000);
  expect(pace.dispatches).toBe(1);
  for (let i = 0; i < 16; i++) await submit(1, 1);
  expect(pace.dispatches).toBe(15);
});
