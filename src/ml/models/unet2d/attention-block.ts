import * as tf from '@tensorflow/tfjs-core';
import { attention } from '../../kernels/attention/index.ts';
import { declareGroupNormOfShared } from '../../nn/group-norm.ts';
import { declareLinear, LinearLayers } from '../../nn/linear.ts';
import type { ModuleScope } from '../../nn/parameters.ts';
import type { UNet2DConfig } from './config.ts';
import { rescale } from './resnet-block.ts';

export interface AttentionBlockShape {
  readonly channels: number;
  /** Null: no normalization. */
  readonly groups: number | null;
  /** Divides the sum of input and output (`rescale_output_factor`). */
  readonly scaleFactor?: number;
}

/**
 * diffusers' Attention, as its U-Nets use it: every pixel attends to every other, with a residual
 * connection. [n, h, w, c] -> the same shape.
 */
export function declareAttentionBlock(
  scope: ModuleScope,
  { channels, groups, scaleFactor = 1 }: AttentionBlockShape,
  config: UNet2DConfig,
): (x: tf.Tensor4D) => tf.Tensor4D {
  const headChannels = config.attention_head_dim ?? channels;
  const heads = Math.floor(channels / headChannels);
  // Fewer than `channels` if these are not a multiple of the head's channels.
  const inner = heads * headChannels;
  const groupNorm =
    groups === null
      ? null
      : declareGroupNormOfShared(scope.child('group_norm'), channels, {
          groups,
          epsilon: config.norm_eps,
          activation: 'none',
        });
  const projections = new LinearLayers(channels, 'same shape');
  const toQ = projections.declare(scope.child('to_q'), inner);
  const toK = projections.declare(scope.child('to_k'), inner);
  const toV = projections.declare(scope.child('to_v'), inner);
  const toOut = declareLinear(scope.child('to_out.0'), inner, channels);

  return (x) => {
    const [n, height, width] = x.shape;
    const length = height * width;
    const { y, handedOn } = groupNorm?.(x, 1) ?? { y: x, handedOn: [x] };
    const [residual] = handedOn as [tf.Tensor4D];
    const pixels: tf.Tensor2D = tf.reshape(y, [n * length, channels]);
    const sequence = (rows: tf.Tensor2D): tf.Tensor3D => tf.reshape(rows, [n, length, inner]);
    const all = projections.project(pixels);
    const seen = attention(sequence(toQ(all)), sequence(toK(all)), sequence(toV(all)), heads);
    const sum = toOut(tf.reshape(seen, [n * length, inner]), tf.reshape(residual, [n * length, channels]));
    return rescale(tf.reshape(sum, x.shape), scaleFactor);
  };
}
