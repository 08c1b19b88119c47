/**
 * Compares tfjs' own kernels that training uses, on WebGPU and on its JavaScript backend, forward
 * and gradients, on shapes that do not fill a tile.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../models/unet2d/gradients.ts';
import { type Device, openDevice } from '../backends/open-device.ts';
import type { BackendName } from '../config.ts';
import { randomStream } from '../random.ts';

/**
 * Relative to the largest number of the result, which sums some thousand products in another order.
 */
const tolerance = 5e-6;

const devices = new Map<BackendName, Device>();
beforeAll(async () => {
  for (const name of ['cpu', 'webgpu'] as const) devices.set(name, await openDevice(name));
});
afterAll(() => {
  for (const device of devices.values()) device.dispose();
});

function input(name: string, shape: number[]): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  randomStream(99).fork(name).normal(0, values);
  return tf.tensor(values, shape);
}

/**
 * The value and the gradients with respect to every input, weighted by noise, so that every element
 * has a different influence.
 */
async function evaluate(backend: BackendName, f: (...inputs: tf.Tensor[]) => tf.Tensor, shapes: number[][]) {
  await tf.setBackend(backend);
  const inputs = shapes.map((shape, i) => input(`input-${i}`, shape));
  const { value, grads } = tf.valueAndGrads(f)(inputs, weighting(f, inputs));
  const results = await Promise.all([value, ...grads].map((tensor) => tensor.data<'float32'>()));
  tf.dispose([...inputs, value, ...grads]);
  return results;
}

function weighting(f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Tensor {
  const shape = tf.tidy(() => f(...inputs).shape);
  return input('dy', shape);
}

const conv = (stride: number, pad: number) => (x: tf.Tensor, filter: tf.Tensor) =>
  tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad);
const convTranspose = (shape: [number, number, number, number]) => (x: tf.Tensor, filter: tf.Tensor) =>
  tf.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, shape, 2, 1);

const cases: [string, (...inputs: tf.Tensor[]) => tf.Tensor, number[][]][] = [
  [
    'conv 3-64 as in the article',
    conv(2, 1),
    [
      [2, 32, 32, 3],
      [4, 4, 3, 64],
    ],
  ],
  [
    'conv, odd channels and sizes',
    conv(2, 1),
    [
      [3, 10, 14, 5],
      [4, 4, 5, 7],
    ],
  ],
  [
    'conv, kernel 3, stride 1',
    conv(1, 1),
    [
      [1, 9, 7, 6],
      [3, 3, 6, 10],
    ],
  ],
  [
    'transposed conv 64-3 as in the article',
    convTranspose([2, 32, 32, 3]),
    [
      [2, 16, 16, 64],
      [4, 4, 3, 64],
    ],
  ],
  [
    'transposed conv, odd channels and sizes',
    convTranspose([3, 10, 14, 5]),
    [
      [3, 5, 7, 7],
      [4, 4, 5, 7],
    ],
  ],
  ['bias', (x, bias) => tf.add(x, bias), [[3, 5, 7, 9], [9]]],
  ['relu', (x) => tf.relu(x), [[3, 5, 7, 3]]],
  ['tanh', (x) => tf.tanh(x), [[3, 5, 7, 3]]],
  [
    'mean squared error',
    (a, b) => tf.mean(tf.squaredDifference(a, b)),
    [
      [5, 32, 32, 3],
      [5, 32, 32, 3],
    ],
  ],
];

describe('kernels of training, webgpu against cpu', () => {
  test.each(cases)('%s', async (_, f, shapes) => {
    const reference = await evaluate('cpu', f, shapes);
    const measured = await evaluate('webgpu', f, shapes);
    for (const [i, expected] of reference.entries()) {
      const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      expect(scale).toBeGreaterThan(0);
      const actual = measured[i] ?? new Float32Array();
      const error = expected.reduce((largest, value, k) => Math.max(largest, Math.abs(value - (actual[k] ?? NaN))), 0);
      expect(error / scale, i === 0 ? 'value' : `gradient of input ${i - 1}`).toBeLessThan(tolerance);
    }
  });
});
