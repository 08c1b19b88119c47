import * as tf from '@tensorflow/tfjs-core';
import { randomNormal } from '../../kernels/noise/index.ts';
import type { RandomStream } from '../../random.ts';

/**
 * Adds Gaussian noise of standard deviation `factor` to pictures in [-1, 1]; a factor of 0.5 is the
 * article's damage. `original`: [n, height, width, 3]; the result has its shape, and the caller
 * owns it. Not clamped, as in training. (The article clips at 0, which turns half of the range
 * black. Here a picture is clamped to [-1, 1] only when it becomes bytes.)
 */
export function damage(original: tf.Tensor4D, factor: number, stream: RandomStream): tf.Tensor4D {
  return tf.tidy(() => tf.add(original, tf.mul(randomNormal(original.shape, stream), factor)));
}
