/**
 * Group normalization (Wu and He, "Group Normalization", ECCV 2018) together with the affine part
 * and the activation that follow it.
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
 * activation((x + added - mean) / sqrt(variance + epsilon) * gain + offset), where mean and
 * (biased) variance are those of x + added over each image's height, width and channels of a group.
 * x and result: [n, h, w, c]; gain and offset: [1, c], or [n, c] with one row for each image;
 * `added`: [n, c], for every pixel.
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
 * The same for an x with other uses, such as a residual connection or a skip. Each other use must
 * take x exactly once from the result of this function. The gradients of those uses are then added
 * where x's own gradient is computed; autodiff would add each in a separate dispatch.
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
