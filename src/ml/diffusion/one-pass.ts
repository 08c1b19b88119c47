/**
 * What the article's program does with its trained network: one forward pass, from pure noise ("generation") or from a damaged picture
 * ("restoration"). The first is no sampler: a network trained to take noise off in one step answers pure noise with a blurred average. The
 * second is what it was trained for.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PictureShape } from '../data/description.ts';
import { randomNormal } from '../kernels/noise/index.ts';
import type { Model } from '../models/model.ts';
import type { RandomStream } from '../random.ts';

export interface Generated {
  /** [count, side, side, channels], N(0, 1): most of it within [-1, 1] when shown, the rest clamped. */
  readonly noise: tf.Tensor4D;
  /** The same shape, in [-1, 1]. */
  readonly samples: tf.Tensor4D;
}

/** [count, side, side, channels], the caller's. Picture i depends on the stream and i only, not on `count`. */
export function pureNoise({ side, channels }: PictureShape, count: number, stream: RandomStream): tf.Tensor4D {
  return randomNormal([count, side, side, channels], stream);
}

/** All in one pass. Both tensors are the caller's. */
export function generate(model: Model, shape: PictureShape, count: number, stream: RandomStream): Generated {
  const noise = pureNoise(shape, count, stream);
  return { noise, samples: tf.tidy(() => model.forward(noise)) };
}

/** `damaged`: [n, side, side, channels], as in training clean + noise, unclamped. The result is in [-1, 1] and the caller's. */
export function restore(model: Model, damaged: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => model.forward(damaged));
}
