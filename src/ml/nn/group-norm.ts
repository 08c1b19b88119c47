/** Group normalization (Wu and He, "Group Normalization", ECCV 2018) with what follows it in a U-Net, as one function. */
import * as tf from '@tensorflow/tfjs-core';
import type { ModuleScope } from './parameters.ts';
import { silu } from './silu.ts';

export interface GroupNormOptions {
  /** Divides the channels; group i holds the i-th run of neighbouring channels. */
  readonly groups: number;
  /** Added to the variance. */
  readonly epsilon: number;
  readonly activation: 'silu' | 'none';
}

/** Per image and channel, [n, c] each: y (1 + scale) + shift, before the activation. */
export interface Modulation {
  readonly scale: tf.Tensor2D;
  readonly shift: tf.Tensor2D;
}

/**
 * activation((x - mean) / sqrt(variance + epsilon) * weight + bias): mean and (biased) variance over each image's height, width and channels of
 * a group. [n, h, w, c] -> the same; weight and bias [c]. The reference of a fused kernel.
 */
export function groupNorm(
  x: tf.Tensor4D,
  weight: tf.Tensor1D,
  bias: tf.Tensor1D,
  { groups, epsilon, activation }: GroupNormOptions,
  modulation?: Modulation,
): tf.Tensor4D {
  const [n, height, width, channels] = x.shape;
  const perGroup = channels / groups;
  const grouped = (tensor: tf.Tensor) => tf.reshape(tensor, [-1, 1, groups, perGroup]);
  const pixels = tf.reshape(x, [n, height * width, groups, perGroup]);
  const centered = tf.sub(pixels, tf.mean(pixels, [1, 3], true));
  const variance = tf.mean(tf.square(centered), [1, 3], true);
  // Small tensors carry the affine parts, so that the large one is passed over as few times as can be.
  let gain: tf.Tensor = grouped(weight);
  let offset: tf.Tensor = grouped(bias);
  if (modulation) {
    const scale = tf.add(grouped(modulation.scale), 1);
    gain = tf.mul(gain, scale);
    offset = tf.add(tf.mul(offset, scale), grouped(modulation.shift));
  }
  const scaled = tf.mul(centered, tf.mul(tf.rsqrt(tf.add(variance, epsilon)), gain));
  const normalized: tf.Tensor4D = tf.reshape(tf.add(scaled, offset), x.shape);
  return activation === 'silu' ? silu(normalized) : normalized;
}

export type GroupNorm = (x: tf.Tensor4D, modulation?: Modulation) => tf.Tensor4D;

/** torch.nn.GroupNorm */
export function declareGroupNorm(scope: ModuleScope, channels: number, options: GroupNormOptions): GroupNorm {
  const weight = scope.parameter<tf.Rank.R1>('weight', [channels], { kind: 'constant', value: 1 });
  const bias = scope.parameter<tf.Rank.R1>('bias', [channels], { kind: 'constant', value: 0 });
  return (x, modulation) => groupNorm(x, weight.value, bias.value, options, modulation);
}
