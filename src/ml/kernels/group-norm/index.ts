/** Group normalization (Wu and He, "Group Normalization", ECCV 2018) with the affine part and the activation that follow it, as one operation. */
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
 * activation((x + added - mean) / sqrt(variance + epsilon) * gain + offset): mean and (biased) variance, of the sum, over each image's height, width and
 * channels of a group. [n, h, w, c] -> the same; gain and offset [1, c] or, one for each image, [n, c]; what is added to every pixel [n, c].
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
 * The same of an x that others use, too: a residual connection, a skip. They take it from here, once each and all of them, and the gradients that come back
 * are added to x's own where that is computed: autodiff would add them in a dispatch of its own each.
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
