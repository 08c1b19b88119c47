import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { errorsOf, evaluate, normalInputs, type Operation, openBothBackends } from '../compare.testing.ts';
import { concatChannels, referenceConcatChannels } from './index.ts';

openBothBackends();

const operation =
  (concat: typeof concatChannels): Operation =>
  (first, second) =>
    concat(first as tf.Tensor4D, second as tf.Tensor4D);

test.each([
  [[1, 1, 1], 1, 1],
  [[2, 3, 5], 3, 8],
  [[3, 4, 2], 8, 4],
  [[1, 7, 7], 96, 32],
])('agrees with the reference, and so do its gradients: %j, %i and %i channels', async (size, first, second) => {
  const inputs = normalInputs([...size, first], [...size, second]);
  const [value, ...gradients] = await errorsOf(operation(concatChannels), operation(referenceConcatChannels), inputs);
  // Nothing is computed.
  expect(value).toBe(0);
  expect(gradients).toHaveLength(2);
  for (const error of gradients) expect(error).toBe(0);
});

test('the same input twice gives the same bits', async () => {
  const inputs = normalInputs([2, 9, 9, 12], [2, 9, 9, 4]);
  const f = operation(concatChannels);
  expect(await evaluate('webgpu', f, inputs)).toEqual(await evaluate('webgpu', f, inputs));
});
