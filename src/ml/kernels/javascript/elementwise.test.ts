import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activateBackend } from '../../backends/register.ts';
import { drawn } from '../compare.testing.ts';
import { replaceKernels, restoreStockKernels } from '../shared/register-kernel.ts';
import { javaScriptElementwise } from './elementwise.ts';

beforeAll(() => activateBackend('cpu', new MathBackendCPU()));
afterAll(() => restoreStockKernels('cpu'));

const operations = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  squaredDifference: tf.squaredDifference,
} as const;

const shapes: [number[], number[]][] = [
  [[], []],
  [[5], []],
  [[], [2, 3]],
  [
    [2, 3, 4],
    [2, 3, 4],
  ],
  // Shapes of a bias, a norm's statistics, a norm's weights, and a timestep's embedding.
  [[2, 3, 5, 4], [4]],
  [
    [2, 6, 2, 4],
    [2, 1, 2, 1],
  ],
  [
    [2, 6, 2, 4],
    [1, 1, 2, 4],
  ],
  [
    [2, 1, 1, 4],
    [2, 3, 5, 4],
  ],
  [
    [3, 1],
    [1, 4],
  ],
  [
    [1, 3, 1],
    [2, 1, 1],
  ],
  [
    [0, 3],
    [1, 3],
  ],
];

function both(compute: () => tf.Tensor) {
  const read = () => {
    const result = tf.tidy(compute);
    const { shape } = result;
    const values = result.dataSync();
    result.dispose();
    return { shape, values };
  };
  restoreStockKernels('cpu');
  const stock = read();
  replaceKernels('cpu', javaScriptElementwise);
  return { ours: read(), stock };
}

test.each(shapes)("%j with %j: gives tfjs' numbers bit for bit", (a, b) => {
  for (const operation of Object.values(operations)) {
    const { ours, stock } = both(() => operation(tf.tensor(drawn('a', a), a), tf.tensor(drawn('b', b), b)));
    expect(ours).toEqual(stock);
  }
});

test.each([
  [
    [3, 4],
    [1, 0],
  ],
  [
    [2, 3, 4, 5],
    [0, 3, 1, 2],
  ],
  [
    [2, 3, 4, 5],
    [0, 2, 1, 3],
  ],
  [
    [2, 1, 4],
    [2, 0, 1],
  ],
  [[6], [0]],
  [
    [0, 2],
    [1, 0],
  ],
] as [number[], number[]][])("%j transposed by %j is tfjs' own", (shape, axes) => {
  const { ours, stock } = both(() => tf.transpose(tf.tensor(drawn('x', shape), shape), axes));
  expect(ours).toEqual(stock);
});

test.each([
  [[2, 3, 4, 5], [0, 1, 2], false],
  [[2, 3, 4, 5], [1, 3], true],
  [[2, 3, 4, 5], [-1], false],
  [[2, 3, 4, 5], [2], true],
  [[2, 3], undefined, false],
  [[3, 1, 2], [1], false],
  [[0, 2], [0], false],
  [[], undefined, false],
] as [number[], number[] | undefined, boolean][])("%j summed along %j is tfjs' own", (shape, axes, keepDims) => {
  const { ours, stock } = both(() => tf.sum(tf.tensor(drawn('x', shape), shape), axes, keepDims));
  expect(ours).toEqual(stock);
});

test('gives the same for infinities, NaN and whole numbers', () => {
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, -0, 0, 1e38];
  for (const operation of Object.values(operations)) {
    const { ours, stock } = both(() => operation(tf.tensor1d(odd), tf.tensor2d([[0], [1e38]])));
    expect(ours).toEqual(stock);
  }
  const { ours, stock } = both(() => tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor2d([[3], [4]], [2, 1], 'int32')));
  expect(ours).toEqual(stock);
});
