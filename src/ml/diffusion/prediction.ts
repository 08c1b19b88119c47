/**
 * What a network may be trained to predict, and how one prediction converts to another. Everywhere
 * x_t = alpha x_0 + sigma noise.
 *
 * `epsilon`: the noise (Ho et al. 2020, eq. 14). `sample`: the clean image x_0. `v_prediction`:
 * alpha noise - sigma x_0, for levels with alpha^2 + sigma^2 = 1 (Salimans and Ho, "Progressive
 * Distillation", 2022, appendix D). `flow`: the velocity noise - x_0, for levels with alpha + sigma
 * = 1 (Liu et al., "Flow Straight and Fast: Rectified Flow", 2022, eq. 1, but with time running
 * from image to noise).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PredictionType } from '../config.ts';

/** Numbers, or tensors that broadcast to the images (one level per image: [batch, 1, 1, 1]). */
export interface NoiseLevel {
  /** Factor of the clean image. */
  readonly alpha: number | tf.Tensor;
  /** Standard deviation of the noise. */
  readonly sigma: number | tf.Tensor;
}

/** The noisy sample alpha x_0 + sigma noise. */
export function mixNoise(original: tf.Tensor, noise: tf.Tensor, level: NoiseLevel): tf.Tensor {
  return tf.tidy(() => tf.add(tf.mul(original, level.alpha), tf.mul(noise, level.sigma)));
}

/**
 * The clean image that a model output implies, given the noisy `sample` of the same shape. May
 * return `output` itself.
 */
export function predictedOriginal(
  type: PredictionType,
  output: tf.Tensor,
  sample: tf.Tensor,
  { alpha, sigma }: NoiseLevel,
): tf.Tensor {
  switch (type) {
    case 'epsilon':
      return tf.tidy(() => tf.div(tf.sub(sample, tf.mul(output, sigma)), alpha));
    case 'sample':
      return output;
    case 'v_prediction':
      return tf.tidy(() => tf.sub(tf.mul(sample, alpha), tf.mul(output, sigma)));
    case 'flow':
      return tf.tidy(() => tf.sub(sample, tf.mul(output, sigma)));
    default:
      return type satisfies never;
  }
}

/**
 * The noise that a model output implies, given the noisy `sample` of the same shape. May return
 * `output` itself.
 */
export function predictedNoise(
  type: PredictionType,
  output: tf.Tensor,
  sample: tf.Tensor,
  { alpha, sigma }: NoiseLevel,
): tf.Tensor {
  switch (type) {
    case 'epsilon':
      return output;
    case 'sample':
      return tf.tidy(() => tf.div(tf.sub(sample, tf.mul(output, alpha)), sigma));
    case 'v_prediction':
      return tf.tidy(() => tf.add(tf.mul(output, alpha), tf.mul(sample, sigma)));
    case 'flow':
      return tf.tidy(() => tf.add(sample, tf.mul(output, alpha)));
    default:
      return type satisfies never;
  }
}

/**
 * What the network should predict for this image and noise: the target of the loss. May return
 * `original` or `noise` itself.
 */
export function predictionTarget(
  type: PredictionType,
  original: tf.Tensor,
  noise: tf.Tensor,
  { alpha, sigma }: NoiseLevel,
): tf.Tensor {
  switch (type) {
    case 'epsilon':
      return noise;
    case 'sample':
      return original;
    case 'v_prediction':
      return tf.tidy(() => tf.sub(tf.mul(noise, alpha), tf.mul(original, sigma)));
    case 'flow':
      return tf.tidy(() => tf.sub(noise, original));
    default:
      return type satisfies never;
  }
}
