/** Products of matrices on WebGPU against tfjs' on the CPU. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Device, openDevice } from '../../backends/open-device.ts';
import { randomStream } from '../../random.ts';

const devices: Device[] = [];
beforeAll(async () => {
  for (const name of ['cpu', 'webgpu'] as const) devices.push(await openDevice(name));
});
afterAll(() => {
  for (const device of devices) device.dispose();
});

function drawn(purpose: string, shape: number[]): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  randomStream(5).fork(purpose).normal(0, values);
  return tf.tensor(values, shape);
}

async function evaluate(backend: string, f: () => tf.Tensor) {
  await tf.setBackend(backend);
  const result = tf.tidy(f);
  const values = await result.data<'float32'>();
  result.dispose();
  return { shape: result.shape, values };
}

const cases: [string, () => tf.Tensor][] = [];
for (const [rows, inner, columns] of [
  [1, 1, 1],
  [1, 128, 32],
  [64, 7, 5],
  [16, 96, 12],
] as const) {
  const sizes = `${rows} x ${inner} x ${columns}`;
  const a = () => drawn('a', [rows, inner]) as tf.Tensor2D;
  const b = () => drawn('b', [inner, columns]) as tf.Tensor2D;
  cases.push(
    [`A B, ${sizes}`, () => tf.matMul(a(), b())],
    [`A^T B, ${sizes}`, () => tf.matMul(drawn('a', [inner, rows]), b(), true, false)],
    [`A B^T, ${sizes}`, () => tf.matMul(a(), drawn('b', [columns, inner]), false, true)],
    [
      `A B^T + bias, ${sizes}`,
      () => tf.fused.matMul({ a: a(), b: drawn('b', [columns, inner]), transposeB: true, bias: drawn('c', [columns]) }),
    ],
  );
}
cases.push(['a stack, which stays tfjs own', () => tf.matMul(drawn('a', [3, 4, 5]), drawn('b', [3, 5, 6]))]);

describe('matrix products, webgpu against cpu', () => {
  test.each(cases)('%s', async (_, f) => {
    const [reference, measured] = [await evaluate('cpu', f), await evaluate('webgpu', f)];
    expect(measured.shape).toEqual(reference.shape);
    const scale = reference.values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    const error = reference.values.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (measured.values[i] ?? NaN))),
      0,
    );
    expect(error / scale).toBeLessThan(1e-5);
  });
});
