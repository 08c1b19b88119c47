import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { errorsOf, normalInputs, type Operation, openBothBackends } from '../compare.testing.ts';
import { referenceUpsampleNearest, upsampleNearest } from './index.ts';

openBothBackends();

const operation =
  (upsample: typeof upsampleNearest): Operation =>
  (x) =>
    upsample(x as tf.Tensor4D);

test.each([[[1, 1, 1, 1]], [[2, 3, 5, 3]], [[3, 4, 2, 8]], [[1, 7, 7, 96]]])(
  'agrees with the reference, and so does its gradient: %j',
  async (shape) => {
    const errors = await errorsOf(operation(upsampleNearest), operation(referenceUpsampleNearest), normalInputs(shape));
    expect(errors).toHaveLength(2);
    for (const error of errors) expect(error).toBeLessThan(1e-6);
  },
);
