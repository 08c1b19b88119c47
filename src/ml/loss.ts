/**
 * The loss that training minimizes and an evaluation measures, and the weight of each timestep in
 * it. To add another loss: its formula here, the gradients of its operations in `nn/gradients.ts`,
 * and the same in `checkpoint/train.py`.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PredictionType } from './options.ts';

/**
 * The mean over all numbers of [n, height, width, channels]. `weights`: one per image, [n, 1, 1,
 * 1]; null: all images count the same.
 */
export function meanSquaredError(answer: tf.Tensor4D, target: tf.Tensor4D, weights: tf.Tensor4D | null): tf.Scalar {
  const errors = tf.squaredDifference(answer, target);
  return tf.mean(weights ? tf.mul(errors, weights) : errors) as tf.Scalar;
}

/** One per image, [n]; every timestep counts the same. */
export function squaredErrors(answer: tf.Tensor4D, target: tf.Tensor): tf.Tensor1D {
  return tf.mean(tf.squaredDifference(answer, target), [1, 2, 3]);
}

/**
 * The weight of the squared error at a signal-to-noise ratio, snr = alpha^2 / sigma^2.
 *
 * With gamma above 0 it is min(snr, gamma) in terms of the clean image (Hang et al., "Efficient
 * Diffusion Training via Min-SNR Weighting Strategy", ICCV 2023, section 3.4): an error of the
 * noise is sqrt(snr) times that of the image, an error of v sqrt(snr + 1) times. With gamma 0 it is
 * 1, except for `sample`: there it is snr, the same as for the noise, as in diffusers'
 * train_unconditional.py. For `flow` it is always 1.
 */
export function lossWeight(prediction: PredictionType, snr: number, gamma: number): number {
  const clamped = Math.min(snr, gamma);
  switch (prediction) {
    case 'epsilon':
      // Pure noise (snr 0) gets the limit of the weight as snr approaches 0.
      return gamma === 0 || snr === 0 ? 1 : clamped / snr;
    case 'v_prediction':
      return gamma === 0 ? 1 : clamped / (snr + 1);
    case 'sample':
      return gamma === 0 ? snr : clamped;
    case 'flow':
      return 1;
    default:
      return prediction satisfies never;
  }
}
