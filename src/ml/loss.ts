/**
 * The losses that training minimizes and an evaluation measures, and the weight of each timestep in
 * them. A new name comes first, in `lossNames` of `options.ts`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { huberDelta, type LossName, type PredictionType } from './options.ts';

/** For each number of [n, height, width, channels]. Gradients go to `answer` only. */
const errorsOf: Readonly<Record<LossName, (answer: tf.Tensor, target: tf.Tensor) => tf.Tensor>> = {
  mse: (answer, target) => tf.squaredDifference(answer, target),
  huber,
};

/** `torch.nn.functional.huber_loss`: error^2 / 2, and delta (|error| - delta / 2) beyond delta. */
function huber(answer: tf.Tensor, target: tf.Tensor): tf.Tensor {
  const withGradient = tf.customGrad((...inputs) => {
    const [given, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    const error = tf.sub(given, target);
    const slope = tf.clipByValue(error, -huberDelta, huberDelta);
    save([slope]);
    return {
      value: tf.mul(slope, tf.sub(error, tf.mul(slope, 0.5))),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[0] as tf.Tensor),
    };
  });
  return withGradient(answer);
}

/**
 * The mean over all numbers of [n, height, width, channels]. `weights`: one per image, [n, 1, 1,
 * 1], of any loss; null: all images count the same.
 */
export function batchLoss(
  name: LossName,
  answer: tf.Tensor,
  target: tf.Tensor,
  weights: tf.Tensor4D | null,
): tf.Scalar {
  const errors = errorsOf[name](answer, target);
  return tf.mean(weights ? tf.mul(errors, weights) : errors) as tf.Scalar;
}

/** One per image, [n]; every timestep counts the same. */
export function imageLosses(name: LossName, answer: tf.Tensor, target: tf.Tensor): tf.Tensor1D {
  return tf.mean(errorsOf[name](answer, target), [1, 2, 3]);
}

/**
 * The weight of the squared error at a signal-to-noise ratio, snr = alpha^2 / sigma^2.
 *
 * With gamma above 0 it is min(snr, gamma) in terms of the clean image (Hang et al., "Efficient
 * Diffusion Training via Min-SNR Weighting Strategy", ICCV 2023, section 3.4): an error of the
 * noise is sqrt(snr) times that of the image, an error of v sqrt(snr + 1) times. With gamma 0 it is
 * 1, except for `sample`: there it is snr, the same as for the noise, as in diffusers'
 * train_unconditional.py. For `flow` it is always 1. The paper derives these weights for squared
 * errors; as in the common training scripts, other losses get the same.
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
