import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { errorsOf, evaluate, normalInputs, openBothBackends } from '../compare.testing.ts';
import { embeddingRows, referenceRows } from './index.ts';

openBothBackends();

describe.each([
  ['a row twice, another never', [3, 5], [1, 0, 1]],
  ['eleven classes, an odd number of features', [11, 33], [10, 0, 3, 3, 3, 9, 10]],
  ['one image', [2, 64], [1]],
])('%s', (_, shape, indices) => {
  const of = (rows: typeof referenceRows) => (table: tf.Tensor) =>
    rows(table as tf.Tensor2D, tf.tensor1d(indices, 'int32'));

  test('gives the rows and the gradient of the reference', async () => {
    for (const error of await errorsOf(of(embeddingRows), of(referenceRows), normalInputs(shape))) {
      expect(error).toBeLessThan(1e-6);
    }
  });

  test('gives the same bits each time', async () => {
    const once = await evaluate('webgpu', of(embeddingRows), normalInputs(shape));
    expect(await evaluate('webgpu', of(embeddingRows), normalInputs(shape))).toEqual(once);
  });
});
