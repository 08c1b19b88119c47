/** A dry run compiles programs and leaves nothing else behind. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import { silu } from '../kernels/activation/index.ts';
import { queueOf } from './backend-queue.ts';
import { compileAhead } from './compile-ahead.ts';
import { createLiveTensor } from './live-tensors.ts';

let device: Device;
const errors: unknown[] = [];
beforeAll(async () => {
  // Compiles two programs at a time, on every machine.
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 1, configurable: true });
  device = await openDevice('webgpu');
  device.errors((error) => errors.push(error));
});
afterAll(() => {
  expect(errors).toEqual([]);
  device.dispose();
});

function gpu(): GPUDevice {
  return (tf.backend() as WebGPUBackend).device;
}

/** Counts the programs that the device compiles synchronously during `act`. */
async function compiledAtOnce(act: () => Promise<void>): Promise<number> {
  const own = gpu().createComputePipeline;
  let count = 0;
  gpu().createComputePipeline = (descriptor) => {
    count++;
    return own.call(gpu(), descriptor);
  };
  await act();
  gpu().createComputePipeline = own;
  return count;
}

const weights = () => tf.tidy(() => tf.variable(tf.tensor2d([1, 2, 3, 4], [2, 2])));

/**
 * Uses tfjs' programs and ours, numbers from the host (tfjs computes small ones on the CPU), and a
 * variable that is assigned to.
 */
function compute(variable: tf.Variable): tf.Tensor {
  return tf.tidy(() => {
    const constant = tf.mul(tf.tensor2d([3, 4], [1, 2]), 2);
    const product = silu(tf.matMul(variable, tf.add(variable, constant)));
    variable.assign(tf.add(variable, 1));
    return tf.concat([tf.sum(product, 0), tf.sqrt(tf.reshape(variable, [4]))]);
  });
}

test('the computation compiles nothing afterwards, and its results are correct', async () => {
  const before = tf.memory();
  const told: string[] = [];
  await compileAhead(
    () => {
      const variable = weights();
      const live = createLiveTensor([4], 'float32');
      live.write(new Float32Array(4));
      tf.dispose([variable, compute(variable)]);
      live.dispose();
    },
    (done, total) => told.push(`${done} of ${total}`),
  );
  expect(tf.memory()).toEqual(before);
  expect(told.length).toBeGreaterThan(4);
  expect(told[0]).toBe(`0 of ${told.length - 1}`);
  expect(told.at(-1)).toBe(`${told.length - 1} of ${told.length - 1}`);

  const variable = weights();
  let values: ArrayLike<number> = [];
  const compiled = await compiledAtOnce(async () => {
    const result = compute(variable);
    values = await result.data();
    result.dispose();
  });
  expect(compiled).toBe(0);
  // [1 2; 3 4] [7 10; 9 12] = [25 34; 57 78], where silu(x) is x.
  for (const [i, expected] of [82, 112, Math.SQRT2, Math.sqrt(3), 2, Math.sqrt(5)].entries())
    expect(values[i]).toBeCloseTo(expected, 4);
  variable.dispose();
});

test('the device can compute in the meantime, with unchanged tensors', async () => {
  const x = tf.tensor1d([4, 9, 16, 25]);
  const computed = tf.square(x);
  const waiting = compileAhead(
    () => tf.dispose([tf.cos(x), tf.cos(computed), tf.cosh(tf.tensor2d([0, 1], [1, 2]))]),
    () => {},
  );
  const cosine = tf.cosh(tf.sub(tf.tensor2d([1, 1], [1, 2]), 1));
  expect([...(await cosine.data())]).toEqual([1, 1]);
  expect([...(await computed.data())]).toEqual([16, 81, 256, 625]);
  expect([...(await x.data())]).toEqual([4, 9, 16, 25]);
  await waiting;
  tf.dispose([x, computed, cosine]);
});

test('throws what the computation throws, and the device goes on working', async () => {
  const fails = () => {
    tf.sinh(tf.tensor1d([1, 2, 3, 4]));
    throw new Error('not this one');
  };
  await expect(
    compileAhead(
      () => tf.tidy(fails),
      () => {},
    ),
  ).rejects.toThrow('not this one');
  // A promise left in the cache would be an error for the next user of the program, and an
  // unhandled rejection if the program does not compile.
  const cached = Object.values(queueOf(tf.backend() as WebGPUBackend).pipelineCache);
  expect(cached.filter((pipeline) => pipeline instanceof Promise)).toEqual([]);
  const inverse = tf.sinh(tf.zeros([4]));
  expect([...(await inverse.data())]).toEqual([0, 0, 0, 0]);
  inverse.dispose();
  await expect(
    compileAhead(
      () => tf.tidy(() => void tf.scalar(1).dataSync()),
      () => {},
    ),
  ).rejects.toThrow('dry run');
  const sum = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), tf.square(tf.tensor1d([3, 4]))));
  expect([...(await sum.data())]).toEqual([10, 18]);
  sum.dispose();
});

test('begins no more programs of a computation that has thrown', async () => {
  const begun = vi.spyOn(gpu(), 'createComputePipelineAsync');
  const functions = [tf.sin, tf.atan, tf.ceil, tf.floor, tf.round, tf.sign, tf.log1p, tf.softplus];
  const fails = () => {
    functions.reduce((x, next) => next(x), tf.zeros([1, 1, 1, 1, 3]));
    throw new Error('nor this one');
  };
  await expect(
    compileAhead(
      () => tf.tidy(fails),
      () => {},
    ),
  ).rejects.toThrow('nor this one');
  await compileAhead(
    () => {},
    () => {},
  );
  expect(begun.mock.calls.length).toBeLessThan(functions.length);
  begun.mockRestore();
});

test('waits for a program that is being compiled, instead of compiling it again', async () => {
  await compileAhead(
    () => {},
    () => {},
  ); // waits for what the test before has left
  const begun = vi.spyOn(gpu(), 'createComputePipelineAsync');
  // A rank that is used nowhere else in this file, so tfjs has no program for it yet.
  const once = () => tf.tidy(() => void silu(tf.cumsum(tf.zeros([2, 2, 2, 2]))));
  const given = compileAhead(once, () => {});
  const totals: number[] = [];
  await compileAhead(once, (_, total) => totals.push(total));
  await given;
  expect(begun).toHaveBeenCalled();
  expect(begun).toHaveBeenCalledTimes(totals[0] ?? 0);
  begun.mockRestore();
});

test('begins no more programs when it is abandoned, and the next call compiles the missing ones', async () => {
  const begun = vi.spyOn(gpu(), 'createComputePipelineAsync');
  // Different programs of tfjs, and one of ours at the end, which no earlier test has compiled.
  const functions = [tf.acos, tf.acosh, tf.asin, tf.asinh, tf.atan, tf.atanh, tf.ceil, tf.expm1, tf.floor, tf.tan];
  const compute = () => tf.tidy(() => void silu(functions.reduce((x, next) => next(x), tf.zeros([3]))));
  const call = new AbortController();
  const given = compileAhead(compute, () => {}, call.signal);
  await vi.waitFor(() => expect(begun).toHaveBeenCalled(), { interval: 0 });
  call.abort(new Error('something else now'));
  await expect(given).rejects.toThrow('something else now');
  expect(begun.mock.calls.length).toBeLessThan(functions.length);
  const totals: number[] = [];
  await compileAhead(compute, (_, total) => totals.push(total));
  expect(begun).toHaveBeenCalledTimes(functions.length + 1);
  expect(totals[0]).toBeLessThanOrEqual(functions.length + 1);
  begun.mockRestore();
  expect(await compiledAtOnce(async () => compute())).toBe(0);
});
