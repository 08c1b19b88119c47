import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activateBackend } from '../../backends/register.ts';
import { drawn } from '../compare.testing.ts';
import { replaceKernels, restoreStockKernels } from '../shared/register-kernel.ts';
import { javaScriptConvolutions } from './convolutions.ts';

type Shape = [number, number, number, number];
type Convolve = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D;

beforeAll(() => activateBackend('cpu', new MathBackendCPU()));
afterAll(() => restoreStockKernels('cpu'));

/** The value and both gradients. */
function computed(convolve: Convolve, ...shapes: [Shape, Shape]): Float32Array[] {
  return tf.tidy(() => {
    const [x, filter] = shapes.map((shape, i) => tf.tensor4d(drawn(`input ${i}`, shape), shape)) as [
      tf.Tensor4D,
      tf.Tensor4D,
    ];
    const { shape } = convolve(x, filter);
    const dy = tf.tensor(drawn('dy', shape), shape);
    const { value, grads } = tf.valueAndGrads(convolve as (...inputs: tf.Tensor[]) => tf.Tensor)([x, filter], dy);
    return [value, ...grads].map((tensor) => tensor.dataSync<'float32'>());
  });
}

const plain =
  (strides: number | [number, number], pad: number | 'same' | 'valid'): Convolve =>
  (x, filter) =>
    tf.conv2d(x, filter, strides, pad);
const cases: [string, Convolve, Shape, Shape][] = [
  ['3 x 3', plain(1, 1), [2, 8, 6, 8], [3, 3, 8, 16]],
  ['one pixel', plain(1, 1), [1, 1, 1, 1], [3, 3, 1, 1]],
  ['4 x 4, halving', plain(2, 1), [3, 8, 8, 3], [4, 4, 3, 64]],
  ['odd, zeros on one side', plain(2, 'same'), [3, 7, 6, 5], [3, 3, 5, 3]],
  ['1 x 1', plain(1, 0), [2, 5, 5, 6], [1, 1, 6, 7]],
  ['no zeros, other strides across and down', plain([1, 3], 'valid'), [1, 7, 9, 2], [2, 3, 2, 5]],
  ['transposed', (x, filter) => tf.conv2dTranspose(x, filter, [2, 8, 8, 3], 2, 1), [2, 4, 4, 6], [4, 4, 3, 6]],
  [
    'with bias',
    (x, filter) => tf.fused.conv2d({ x, filter, strides: 1, pad: 1, bias: tf.linspace(-2, 3, 4) }) as tf.Tensor4D,
    [2, 5, 5, 3],
    [3, 3, 3, 4],
  ],
  // These are left to tfjs' own.
  [
    'with relu',
    (x, filter) => tf.fused.conv2d({ x, filter, strides: 1, pad: 1, activation: 'relu' }) as tf.Tensor4D,
    [2, 5, 5, 3],
    [3, 3, 3, 4],
  ],
];

test.each(cases)('%s: value and gradients are those of tfjs', (_, convolve, ...shapes) => {
  restoreStockKernels('cpu');
  const expected = computed(convolve, ...shapes);
  replaceKernels('cpu', javaScriptConvolutions);
  const actual = computed(convolve, ...shapes);
  expect(actual).toHaveLength(3);
  for (const [i, values] of expected.entries()) {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const errors = [...values.map((value, k) => Math.abs((actual[i]?.[k] ?? Number.NaN) - value))];
    expect(largest).toBeGreaterThan(0);
    expect(actual[i]).toHaveLength(values.length);
    // tfjs rounds a convolution's sum to 32 bits at every addition.
    for (const error of errors) expect(error / largest).toBeLessThan(1e-6);
  }
});

test('dilated filters and channels first are computed as before', () => {
  replaceKernels('cpu', javaScriptConvolutions);
  tf.tidy(() => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    const filter = tf.ones<tf.Rank.R4>([2, 2, 1, 1]);
    expect([...tf.conv2d(x, filter, 1, 'valid', 'NHWC', 2).dataSync()]).toEqual([20]);
    const turned = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]);
    expect([...tf.conv2d(turned, filter, 1, 'valid', 'NCHW').dataSync()]).toEqual([12, 16, 24, 28]);
  });
});
