import type * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  errorsOf,
  evaluate,
  finiteDifferenceError,
  normalInputs,
  type Operation,
  openBothBackends,
} from '../compare.testing.ts';
import { attention, referenceAttention } from './index.ts';
import { webgpuAttention } from './webgpu.ts';

openBothBackends();

const operation =
  (attend: typeof attention, heads: number): Operation =>
  (q, k, v) =>
    attend(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, heads);

const thrice = (shape: number[]) => normalInputs(shape, shape, shape);

// The adapter's own, and what GPUs take, which here is slower and as right.
const variants: [string, typeof attention][] = [
  ['as this adapter does it', attention],
  ['as GPUs do', (q, k, v, heads) => webgpuAttention(q, k, v, heads, 'gpu')],
];

describe.each(variants)('attention, %s, against the reference', (_, attend) => {
  test.each<[string, number[], number]>([
    // Shape, heads.
    ['a U-Net at 8 x 8', [2, 64, 32], 1],
    ['four heads', [2, 16, 32], 4],
    ['heads of three channels', [2, 9, 6], 2],
    ['heads of one channel', [1, 5, 3], 3],
    ['more tokens than a workgroup has, of twelve channels', [2, 131, 12], 1],
    ['as many as adapters take faster sources for, and some more', [1, 259, 12], 1],
  ])('%s', async (_, shape, heads) => {
    const inputs = thrice(shape);
    const errors = await errorsOf(operation(attend, heads), operation(referenceAttention, heads), inputs);
    for (const error of errors) expect(error).toBeLessThan(1e-5);
  });

  test('a single token attends only to itself', async () => {
    const [q, k, v] = thrice([3, 1, 8]);
    if (!q || !k || !v) throw new Error('three inputs');
    const [answer, dq, dk] = await evaluate('webgpu', operation(attend, 1), [q, k, v]);
    expect(answer).toEqual(v.values);
    for (const gradient of [dq, dk]) expect(gradient?.every((value) => value === 0)).toBe(true);
  });

  test('handles scores of thousands', async () => {
    const inputs = thrice([1, 7, 4]).map(({ shape, values }) => ({
      shape,
      values: values.map((value) => 100 * value),
    }));
    const [value = Number.NaN] = await errorsOf(operation(attend, 1), operation(referenceAttention, 1), inputs);
    expect(value).toBeLessThan(1e-5);
  });
});

test('handles a thousand tokens', async () => {
  const inputs = thrice([1, 1024, 4]);
  const errors = await errorsOf(operation(attention, 1), operation(referenceAttention, 1), inputs);
  for (const error of errors) expect(error).toBeLessThan(1e-5);
});

test('gradients agree with finite differences', async () => {
  expect(await finiteDifferenceError(operation(attention, 2), thrice([1, 3, 4]))).toBeLessThan(5e-3);
});

test('the same input twice gives the same bits', async () => {
  const f = operation(attention, 2);
  const inputs = thrice([2, 12, 8]);
  expect(await evaluate('webgpu', f, inputs)).toEqual(await evaluate('webgpu', f, inputs));
});
