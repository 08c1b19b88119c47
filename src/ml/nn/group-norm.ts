/** torch.nn.GroupNorm with the operations that follow it in a U-Net. */
import * as tf from '@tensorflow/tfjs-core';
import { type ActivationName, activation } from '../kernels/activation/index.ts';
import {
  type GroupNormOptions as FusedOptions,
  groupNorm,
  groupNormOfShared,
  type SharedGroupNorm,
} from '../kernels/group-norm/index.ts';
import type { ModuleScope } from './parameters.ts';

export interface GroupNormOptions extends Omit<FusedOptions, 'activation'> {
  readonly activation: ActivationName | 'none';
}

/**
 * The kernel includes SiLU; the activations that few networks use follow in a dispatch of their
 * own.
 */
function fusing({ activation: name, ...options }: GroupNormOptions) {
  if (name === 'silu' || name === 'none') return { options: { ...options, activation: name }, activate: null };
  return {
    options: { ...options, activation: 'none' as const },
    activate: (y: tf.Tensor4D): tf.Tensor4D => activation(name, y),
  };
}

/**
 * Modulates to y (1 + scale) + shift before the activation; both are per image and channel, [n, c].
 */
export interface Modulation {
  readonly scale: tf.Tensor2D;
  readonly shift: tf.Tensor2D;
}

/** How a timestep changes a picture, if at all: one of the two. */
interface Conditioning {
  readonly modulation?: Modulation;
  /** Added to x before the normalization; per image and channel, [n, c]. */
  readonly added?: tf.Tensor2D;
}

/** [n, h, w, c] -> the same. */
export type GroupNorm = (x: tf.Tensor4D, conditioning?: Conditioning) => tf.Tensor4D;

export function declareGroupNorm(scope: ModuleScope, channels: number, wanted: GroupNormOptions): GroupNorm {
  const affine = declareAffine(scope, channels);
  const { options, activate } = fusing(wanted);
  return (x, { modulation, added } = {}) => {
    let { gain, offset } = affine();
    if (modulation) {
      // Computed on the small tensors: (h w + b) (1 + scale) + shift = h (w (1 + scale)) + (b (1 +
      // scale) + shift).
      const scale = tf.add(modulation.scale, 1);
      gain = tf.mul(gain, scale);
      offset = tf.add(tf.mul(offset, scale), modulation.shift);
    }
    const y = groupNorm(x, gain, offset, options, added);
    return activate?.(y) ?? y;
  };
}

/** For an x that other layers use too: see `groupNormOfShared`. */
export type GroupNormOfShared = (x: tf.Tensor4D, others: 1 | 2) => SharedGroupNorm;

/** The first layer of a residual branch. */
export function declareGroupNormOfShared(
  scope: ModuleScope,
  channels: number,
  wanted: GroupNormOptions,
): GroupNormOfShared {
  const affine = declareAffine(scope, channels);
  const { options, activate } = fusing(wanted);
  return (x, others) => {
    const { gain, offset } = affine();
    const { y, handedOn } = groupNormOfShared(x, gain, offset, options, others);
    return { y: activate?.(y) ?? y, handedOn };
  };
}

function declareAffine(scope: ModuleScope, channels: number): () => { gain: tf.Tensor2D; offset: tf.Tensor2D } {
  const weight = scope.parameter<tf.Rank.R1>('weight', [channels], { kind: 'constant', value: 1 });
  const bias = scope.parameter<tf.Rank.R1>('bias', [channels], { kind: 'constant', value: 0 });
  return () => ({ gain: tf.reshape(weight.value, [1, channels]), offset: tf.reshape(bias.value, [1, channels]) });
}
