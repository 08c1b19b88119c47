/**
 * What the article's program does with its trained network: one forward pass, from pure noise ("generation") or from a damaged picture
 * ("restoration"). The first is no sampler: a network trained to take noise off in one step answers pure noise with a blurred average. The
 * second is what it was trained for.
 */
import * as tf from '@tensorflow/tfjs-core';
import { imageChannels, imageSide } from '../config.ts';
import { randomNormal } from '../kernels/noise/index.ts';
import type { Model } from '../models/model.ts';
import type { RandomStream } from '../random.ts';

export interface Generated {
  /** [count, 32, 32, 3], N(0, 1): most of it within [-1, 1] when shown, the rest clamped. */
  readonly noise: tf.Tensor4D;
  /** [count, 32, 32, 3] in [-1, 1]. */
  readonly samples: tf.Tensor4D;
}

/** [count, 32, 32, 3], the caller's. Picture i depends on the stream and i only, not on `count`. */
export function pureNoise(count: number, stream: RandomStream): tf.Tensor4D {
  return randomNormal([count, imageSide, imageSide, imageChannels], stream);
}

/** All in one pass. Both tensors are the caller's. */
export function generate(model: Model, count: number, stream: RandomStream): Generated {
  const noise = pureNoise(count, stream);
  return { noise, samples: tf.tidy(() => model.forward(noise)) };
}

/** `damaged`: [n, 32, 32, 3], as in training clean + noise, unclamped. The result is in [-1, 1] and the caller's. */
export function restore(model: Model, damaged: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => model.forward(damaged));
}
