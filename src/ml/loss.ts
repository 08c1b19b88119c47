/**
 * The loss: what training descends and an evaluation measures, and how much each timestep counts in it. Another loss takes a formula here, the gradients of
 * its operations in `nn/gradients.ts`, and the same in `checkpoint/train.py`.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PredictionType } from './options.ts';

/** The mean over all numbers of [n, height, width, channels]. `weights`: of each image's errors, [n, 1, 1, 1]; null: all count the same. */
export function meanSquaredError(answer: tf.Tensor4D, target: tf.Tensor4D, weights: tf.Tensor4D | null): tf.Scalar {
  const errors = tf.squaredDifference(answer, target);
  return tf.mean(weights ? tf.mul(errors, weights) : errors) as tf.Scalar;
}

/** Of each image, [n]; no timestep counts more than another. */
export function squaredErrors(answer: tf.Tensor4D, target: tf.Tensor): tf.Tensor1D {
  return tf.mean(tf.squaredDifference(answer, target), [1, 2, 3]);
}

/**
 * How much the squared error at a signal-to-noise ratio counts, snr = alpha^2 / sigma^2.
 *
 * With gamma above 0 min(snr, gamma) in terms of the clean image (Hang et al., "Efficient Diffusion Training via Min-SNR Weighting Strategy",
 * ICCV 2023, section 3.4): an error of the noise is sqrt(snr) times that of the image, one of v sqrt(snr + 1) times. Without: 1, and for `sample`
 * snr, the same as for the noise, as diffusers' train_unconditional.py has it. Of `flow` always 1.
 */
export function lossWeight(prediction: PredictionType, snr: number, gamma: number): number {
  const clamped = Math.min(snr, gamma);
  switch (prediction) {
    case 'epsilon':
      // Pure noise (snr 0) has the limit of what comes before it.
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
