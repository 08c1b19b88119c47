import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  errorsOf,
  evaluate,
  finiteDifferenceError,
  normalInputs,
  type Operation,
  openBothBackends,
} from '../compare.testing.ts';
import { type GroupNormOptions, groupNorm, groupNormOfShared } from './index.ts';
import { referenceGroupNorm, referenceGroupNormOfShared } from './reference.ts';
import { groupNormVariants, webgpuGroupNorm, webgpuGroupNormOfShared } from './webgpu.ts';

openBothBackends();

const operation =
  (normalize: typeof groupNorm, options: GroupNormOptions): Operation =>
  (x, gain, offset, added) =>
    normalize(x as tf.Tensor4D, gain as tf.Tensor2D, offset as tf.Tensor2D, options, added as tf.Tensor2D | undefined);

/** With others that use x: the first twice as much, the second three times. */
const shared =
  (normalize: typeof groupNormOfShared, options: GroupNormOptions, others: 1 | 2): Operation =>
  (x, gain, offset) => {
    const { y, handedOn } = normalize(x as tf.Tensor4D, gain as tf.Tensor2D, offset as tf.Tensor2D, options, others);
    return handedOn.reduce<tf.Tensor>((sum, other, i) => tf.add(sum, tf.mul(other, i + 2)), y);
  };

const options = { groups: 2, epsilon: 1e-5, activation: 'silu' } as const;

// A small workgroup, which lavapipe compiles in seconds: its size is only a number in the source.
const variants = Object.entries({ alone: groupNormVariants.lavapipe, together: { lanes: 16, workgroup: 16 } });

describe.each(variants)('group normalization, lanes %s, against the reference', (_, variant) => {
  const kernel: typeof groupNorm = (x, gain, offset, all, added) =>
    webgpuGroupNorm(x, gain, offset, all, added, variant);

  test.each<[string, number[], number, Partial<GroupNormOptions>]>([
    // Shape, rows of gain and offset, options.
    ['a level of a U-Net', [2, 8, 8, 32], 1, { groups: 8 }],
    ['without activation', [2, 8, 8, 32], 1, { groups: 8, activation: 'none' }],
    ['each image its own gain and offset', [3, 4, 4, 16], 3, { groups: 2 }],
    ['three groups of five channels', [3, 7, 5, 15], 1, { groups: 3 }],
    ['each channel a group', [2, 7, 7, 3], 1, { groups: 3 }],
    ['one group, more images than a workgroup', [9, 3, 3, 8], 1, { groups: 1 }],
    ['a large epsilon', [2, 3, 3, 8], 1, { groups: 2, epsilon: 0.5 }],
    ['96 channels, one image', [1, 32, 32, 96], 1, { groups: 32 }],
  ])('%s', async (_, shape, rows, changed) => {
    const channels = shape[3] ?? 0;
    const inputs = normalInputs(shape, [rows, channels], [rows, channels]);
    const all = { ...options, ...changed };
    const errors = await errorsOf(operation(kernel, all), operation(referenceGroupNorm, all), inputs);
    for (const error of errors) expect(error).toBeLessThan(1e-5);
  });

  test.each([
    ['four channels a group', [3, 5, 4, 8]],
    ['three channels a group', [2, 3, 7, 6]],
  ])('with an embedding added to every pixel: %s', async (_, shape) => {
    const [n = 0, , , channels = 0] = shape;
    const inputs = normalInputs(shape, [1, channels], [1, channels], [n, channels]);
    const errors = await errorsOf(operation(kernel, options), operation(referenceGroupNorm, options), inputs);
    expect(errors).toHaveLength(5);
    for (const error of errors) expect(error).toBeLessThan(1e-5);
  });

  test.each<[string, number[], 1 | 2]>([
    ['one other, four channels a group', [2, 5, 4, 8], 1],
    ['two others, three channels a group', [3, 3, 7, 6], 2],
    ['two others, one image', [1, 4, 4, 8], 2],
  ])('for an x with other uses: %s', async (_, shape, others) => {
    const channels = shape[3] ?? 0;
    const inputs = normalInputs(shape, [1, channels], [1, channels]);
    const kernel: typeof groupNormOfShared = (x, gain, offset, all, count) =>
      webgpuGroupNormOfShared(x, gain, offset, all, count, variant);
    const errors = await errorsOf(
      shared(kernel, options, others),
      shared(referenceGroupNormOfShared, options, others),
      inputs,
    );
    for (const error of errors) expect(error).toBeLessThan(1e-5);
  });

  test('a mean of a thousand deviations loses only the digits that it takes up itself', async () => {
    const inputs = normalInputs([1, 8, 8, 8], [1, 8], [1, 8]);
    const [x] = inputs;
    if (x) for (const i of x.values.keys()) x.values[i] = 1000 + (x.values[i] ?? 0);
    const errors = await errorsOf(operation(kernel, options), operation(referenceGroupNorm, options), inputs);
    for (const error of errors) expect(error).toBeLessThan(1e-3);
  });
});

test('gradients agree with finite differences', async () => {
  const inputs = normalInputs([2, 2, 2, 4], [1, 4], [1, 4], [2, 4]);
  expect(await finiteDifferenceError(operation(groupNorm, options), inputs)).toBeLessThan(5e-3);
});

test('gradients of an x with other uses agree with finite differences', async () => {
  const inputs = normalInputs([2, 2, 2, 4], [1, 4], [1, 4]);
  expect(await finiteDifferenceError(shared(groupNormOfShared, options, 2), inputs)).toBeLessThan(5e-3);
});

test('the same input twice gives the same bits', async () => {
  const inputs = normalInputs([3, 9, 9, 24], [1, 24], [1, 24]);
  const f = operation(groupNorm, { ...options, groups: 3 });
  expect(await evaluate('webgpu', f, inputs)).toEqual(await evaluate('webgpu', f, inputs));
});
