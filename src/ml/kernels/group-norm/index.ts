/**
 * Group normalization (Wu and He, "Group Normalization", ECCV 2018) with the affine part and the
 * activation that follow it, as one operation.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import {
  type GroupNormOptions,
  referenceGroupNorm,
  referenceGroupNormOfShared,
  type SharedGroupNorm,
} from './reference.ts';
import { webgpuGroupNorm, webgpuGroupNormOfShared } from './webgpu.ts';

export type { GroupNormOptions, SharedGroupNorm };

/**
 * activation((x + added - mean) / sqrt(variance + epsilon) * gain + offset), with the mean and the
 * (biased) variance of the sum over each image's height, width and channels of a group. x and
 * result: [n, h, w, c]; gain and offset: [1, c] or, one for each image, [n, c]; `added`, for every
 * pixel: [n, c].
 */
export function groupNorm(
  x: tf.Tensor4D,
  gain: tf.Tensor2D,
  offset: tf.Tensor2D,
  options: GroupNormOptions,
  added?: tf.Tensor2D,
): tf.Tensor4D {
  const normalize = webgpuBackend() ? webgpuGroupNorm : referenceGroupNorm;
  return normalize(x, gain, offset, options, added);
}

/**
 * The same for an x with other uses, such as a residual connection or a skip. Each other use takes
 * x from the result of this function exactly once. Their gradients are then added to x's own where
 * that is computed; autodiff would add each of them in a separate dispatch.
 */
export function groupNormOfShared(
  x: tf.Tensor4D,
  gain: tf.Tensor2D,
  offset: tf.Tensor2D,
  options: GroupNormOptions,
  others: 1 | 2,
): SharedGroupNorm {
  const normalize = webgpuBackend() ? webgpuGroupNormOfShared : referenceGroupNormOfShared;
  return normalize(x, gain, offset, options, others);
}
