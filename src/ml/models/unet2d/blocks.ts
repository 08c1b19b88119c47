/**
 * The levels of the U-Net: DownBlock2D, ResnetDownsampleBlock2D, AttnDownBlock2D, UNetMidBlock2D,
 * UpBlock2D, ResnetUpsampleBlock2D, AttnUpBlock2D. Parameters are declared in diffusers' order,
 * attentions before resnets.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { concatChannels } from '../../kernels/concat/index.ts';
import { upsampleNearest } from '../../kernels/upsample/index.ts';
import { declareConv2d } from '../../nn/convolution.ts';
import type { LinearLayers, Projections } from '../../nn/linear.ts';
import type { ModuleScope } from '../../nn/parameters.ts';
import { declareAttentionBlock } from './attention-block.ts';
import type { UNet2DConfig } from './config.ts';
import { declareResnetBlock } from './resnet-block.ts';

/** Returns a level's output, and the outputs of its layers in order as skips for the way up. */
export type DownBlock = (x: tf.Tensor4D, emb: Projections) => { x: tf.Tensor4D; skips: readonly tf.Tensor4D[] };
/** Takes its skips, one for each resnet, from the end of the list. */
export type UpBlock = (x: tf.Tensor4D, emb: Projections, skips: tf.Tensor4D[]) => tf.Tensor4D;
export type MidBlock = (x: tf.Tensor4D, emb: Projections) => tf.Tensor4D;

/**
 * How a level changes the size: by a convolution, or by a resnet block, which also gets the
 * timestep.
 */
type Resampling = 'conv' | 'resnet';
type Resampler = (x: tf.Tensor4D, emb: Projections) => tf.Tensor4D;

export interface DownBlockShape {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly projections: LinearLayers;
  readonly withAttention: boolean;
  /** How the picture is halved at the end; null at the last level, where it is not halved. */
  readonly downsample: Resampling | null;
}

export function declareDownBlock(scope: ModuleScope, shape: DownBlockShape, config: UNet2DConfig): DownBlock {
  const { inChannels, outChannels, projections, withAttention, downsample } = shape;
  const layers = Array.from({ length: config.layers_per_block }, (_, i) => i);
  const attentions = declareAttentions(scope, withAttention ? layers.length : 0, outChannels, config);
  const resnets = layers.map((i) =>
    declareResnetBlock(
      scope.child(`resnets.${i}`),
      { inChannels: i === 0 ? inChannels : outChannels, outChannels, projections },
      config,
    ),
  );
  const downsampler = downsample && declareDownsampler(scope, downsample, outChannels, projections, config);
  return (x, emb) => {
    let hidden = x;
    const skips: tf.Tensor4D[] = [];
    for (const [i, resnet] of resnets.entries()) {
      hidden = resnet(hidden, emb, (x) => skips.push(x));
      hidden = attentions[i]?.(hidden) ?? hidden;
    }
    if (downsampler) {
      skips.push(hidden);
      hidden = downsampler(hidden, emb);
    }
    return { x: hidden, skips };
  };
}

export interface UpBlockShape {
  /** Channels of the last skip, which comes from the next higher level. */
  readonly skipChannels: number;
  /** Channels of the output of the level below. */
  readonly inChannels: number;
  readonly outChannels: number;
  readonly projections: LinearLayers;
  readonly withAttention: boolean;
  /** How the picture is doubled at the end; null at the last level, where it is not doubled. */
  readonly upsample: Resampling | null;
}

export function declareUpBlock(scope: ModuleScope, shape: UpBlockShape, config: UNet2DConfig): UpBlock {
  const { skipChannels, inChannels, outChannels, projections, withAttention, upsample } = shape;
  // One layer more than on the way down, for the skip from the convolution before the level.
  const layers = Array.from({ length: config.layers_per_block + 1 }, (_, i) => i);
  const attentions = declareAttentions(scope, withAttention ? layers.length : 0, outChannels, config);
  const resnets = layers.map((i) => {
    const fromBelow = i === 0 ? inChannels : outChannels;
    const fromAcross = i === layers.length - 1 ? skipChannels : outChannels;
    return declareResnetBlock(
      scope.child(`resnets.${i}`),
      { inChannels: fromBelow + fromAcross, outChannels, projections },
      config,
    );
  });
  const upsampler = upsample && declareUpsampler(scope, upsample, outChannels, projections, config);
  return (x, emb, skips) => {
    let hidden = x;
    for (const [i, resnet] of resnets.entries()) {
      const skip = skips.pop();
      if (skip === undefined) throw new Error('the way up has more layers than the way down');
      hidden = resnet(concatChannels(hidden, skip), emb);
      hidden = attentions[i]?.(hidden) ?? hidden;
    }
    return upsampler ? upsampler(hidden, emb) : hidden;
  };
}

function declareDownsampler(
  scope: ModuleScope,
  kind: Resampling,
  channels: number,
  projections: LinearLayers,
  config: UNet2DConfig,
): Resampler {
  const shape = { inChannels: channels, outChannels: channels };
  if (kind === 'resnet') {
    return declareResnetBlock(scope.child('downsamplers.0'), { ...shape, projections, resample: 'down' }, config);
  }
  const conv = declareConv2d(scope.child('downsamplers.0.conv'), {
    ...shape,
    kernel: 3,
    stride: 2,
    // With padding 0, diffusers adds a row at the bottom and a column on the right. For even sizes,
    // the only ones here, that is TensorFlow's `same`.
    padding: config.downsample_padding === 0 ? 'same' : 1,
  });
  return (x) => conv(x);
}

function declareUpsampler(
  scope: ModuleScope,
  kind: Resampling,
  channels: number,
  projections: LinearLayers,
  config: UNet2DConfig,
): Resampler {
  const shape = { inChannels: channels, outChannels: channels };
  if (kind === 'resnet') {
    return declareResnetBlock(scope.child('upsamplers.0'), { ...shape, projections, resample: 'up' }, config);
  }
  const conv = declareConv2d(scope.child('upsamplers.0.conv'), { ...shape, kernel: 3, stride: 1, padding: 1 });
  return (x) => conv(upsampleNearest(x));
}

export function declareMidBlock(
  scope: ModuleScope,
  channels: number,
  projections: LinearLayers,
  config: UNet2DConfig,
): MidBlock {
  const scaleFactor = config.mid_block_scale_factor;
  // With scale_shift, diffusers gives the attention no norm unless the number of groups is set.
  const inherited = config.resnet_time_scale_shift === 'default' ? config.norm_num_groups : null;
  const groups = config.attn_norm_num_groups ?? inherited;
  const attention = config.add_attention
    ? declareAttentionBlock(scope.child('attentions.0'), { channels, groups, scaleFactor }, config)
    : null;
  const [first, second] = [0, 1].map((i) =>
    declareResnetBlock(
      scope.child(`resnets.${i}`),
      { inChannels: channels, outChannels: channels, projections, scaleFactor },
      config,
    ),
  ) as [MidBlock, MidBlock];
  return (x, emb) => {
    const hidden = first(x, emb);
    return second(attention ? attention(hidden) : hidden, emb);
  };
}

function declareAttentions(scope: ModuleScope, count: number, channels: number, config: UNet2DConfig) {
  return Array.from({ length: count }, (_, i) =>
    declareAttentionBlock(scope.child(`attentions.${i}`), { channels, groups: config.norm_num_groups }, config),
  );
}
