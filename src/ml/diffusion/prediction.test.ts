import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDevice } from '../backends/open-device.ts';
import { predictionTypes } from '../config.ts';
import { mixNoise, predictedNoise, predictedOriginal, predictionTarget } from './prediction.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });

function expectClose(actual: tf.Tensor, expected: tf.Tensor): void {
  expect(tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0]).toBeLessThan(1e-4);
}

describe.each(predictionTypes)('%s', (type) => {
  test('the clean image and the noise follow from the target of the loss', () => {
    fc.assert(
      fc.property(values, values, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (image, gaussian, share) => {
        tf.tidy(() => {
          // Flow runs along a straight line, the others along a circle.
          const level =
            type === 'flow'
              ? { alpha: 1 - share, sigma: share }
              : { alpha: Math.sqrt(1 - share), sigma: Math.sqrt(share) };
          const [original, noise] = [tf.tensor(image, [2, 3]), tf.tensor(gaussian, [2, 3])];
          const sample = mixNoise(original, noise, level);
          const target = predictionTarget(type, original, noise, level);
          expectClose(predictedOriginal(type, target, sample, level), original);
          expectClose(predictedNoise(type, target, sample, level), noise);
        });
      }),
    );
  });

  test('each image of a batch may have its own level', () => {
    tf.tidy(() => {
      const shares = type === 'flow' ? [0.3, 0.8] : [0.36, 0.64];
      const sigma = tf.tensor(type === 'flow' ? shares : shares.map(Math.sqrt), [2, 1]);
      const alpha = tf.tensor(
        shares.map((share) => (type === 'flow' ? 1 - share : Math.sqrt(1 - share))),
        [2, 1],
      );
      const [original, noise] = [tf.tensor([1, -1, 0.5, 0.25], [2, 2]), tf.tensor([0.1, 2, -1, 0.7], [2, 2])];
      const sample = mixNoise(original, noise, { alpha, sigma });
      const target = predictionTarget(type, original, noise, { alpha, sigma });
      expectClose(predictedOriginal(type, target, sample, { alpha, sigma }), original);
    });
  });
});
