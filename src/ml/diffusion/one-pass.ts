/**
 * What the article's program does with its trained network: one forward pass, from pure noise
 * ("generation") or from a damaged picture ("restoration"). "Generation" is not sampling: a network
 * trained to remove noise in one step turns pure noise into a blurred average. It was trained for
 * "restoration".
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PictureShape } from '../data/description.ts';
import { randomNormal } from '../kernels/noise/index.ts';
import type { Model } from '../models/model.ts';
import type { RandomStream } from '../random.ts';

export interface Generated {
  /**
   * [count, side, side, channels], N(0, 1): most values are within [-1, 1]; display clamps the
   * rest.
   */
  readonly noise: tf.Tensor4D;
  /** The same shape, in [-1, 1]. */
  readonly samples: tf.Tensor4D;
}

/**
 * [count, side, side, channels], owned by the caller. Picture i depends only on the stream and i,
 * not on `count`.
 */
export function pureNoise({ side, channels }: PictureShape, count: number, stream: RandomStream): tf.Tensor4D {
  return randomNormal([count, side, side, channels], stream);
}

/** Generates all pictures in one pass. The caller owns both tensors. */
export function generate(model: Model, shape: PictureShape, count: number, stream: RandomStream): Generated {
  const noise = pureNoise(shape, count, stream);
  return { noise, samples: tf.tidy(() => model.forward(noise)) };
}

/**
 * `damaged`: [n, side, side, channels], clean + noise as in training, unclamped. The result is in
 * [-1, 1]; the caller owns it.
 */
export function restore(model: Model, damaged: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => model.forward(damaged));
}

/**
 * Adds Gaussian noise of standard deviation `factor` to pictures in [-1, 1]; a factor of 0.5 is the
 * article's damage. `original`: [n, height, width, 3]; the result has its shape, and the caller
 * owns it. Not clamped, as in training. (The article clips at 0, which turns half of the range
 * black. Here a picture is clamped to [-1, 1] only when it becomes bytes.)
 */
export function damage(original: tf.Tensor4D, factor: number, stream: RandomStream): tf.Tensor4D {
  return tf.tidy(() => tf.add(original, tf.mul(randomNormal(original.shape, stream), factor)));
}
