import * as tf from '@tensorflow/tfjs-core';
import { randomNormal } from '../../kernels/noise/index.ts';
import type { RandomStream } from '../../random.ts';

/**
 * `original`: [n, height, width, 3]; the result has its shape and is the caller's. Adds Gaussian noise of standard deviation `factor` to pictures in [-1, 1]: the article's damage with 0.5. Not clamped, as in training. (The
 * article clips at 0, which blackens half of the range; a picture in [-1, 1] is clamped to [-1, 1] when it becomes bytes, and only then.)
 */
export function damage(original: tf.Tensor4D, factor: number, stream: RandomStream): tf.Tensor4D {
  return tf.tidy(() => tf.add(original, tf.mul(randomNormal(original.shape, stream), factor)));
}
