import * as tf from '@tensorflow/tfjs-core';
import { upsampleNearest } from '../../kernels/upsample/index.ts';
import { declareConv2d } from '../../nn/convolution.ts';
import { declareGroupNorm, declareGroupNormOfShared, type Modulation } from '../../nn/group-norm.ts';
import type { LinearLayers, Projections } from '../../nn/linear.ts';
import type { ModuleScope } from '../../nn/parameters.ts';
import { activationOf, type UNet2DConfig } from './config.ts';

/**
 * `emb`: projections of the activated embedding of timestep and class. diffusers applies SiLU to it
 * again in every block, with the same result each time. If `handOn` is given, other users of x must
 * take the tensor that it receives.
 */
export type ResnetBlock = (x: tf.Tensor4D, emb: Projections, handOn?: (x: tf.Tensor4D) => void) => tf.Tensor4D;

export interface ResnetBlockShape {
  readonly inChannels: number;
  readonly outChannels: number;
  /** Projections of the embedding; one of them belongs to the block. */
  readonly projections: LinearLayers;
  /** Divides the sum of input and output (`output_scale_factor`). */
  readonly scaleFactor?: number;
  /** The block halves or doubles the picture itself, in place of a convolution. */
  readonly resample?: 'down' | 'up';
}

const resamplings = { down: halve, up: upsampleNearest } as const;

/**
 * diffusers' ResnetBlock2D. [n, h, w, in] -> [n, h, w, out], with h and w halved or doubled if it
 * resamples.
 */
export function declareResnetBlock(
  scope: ModuleScope,
  { inChannels, outChannels, projections, scaleFactor = 1, resample }: ResnetBlockShape,
  config: UNet2DConfig,
): ResnetBlock {
  const norm = { groups: config.norm_num_groups, epsilon: config.norm_eps, activation: activationOf(config) };
  const kernel3 = { kernel: 3, stride: 1, padding: 1 };
  const scaleShift = config.resnet_time_scale_shift === 'scale_shift';

  const norm1 = declareGroupNormOfShared(scope.child('norm1'), inChannels, norm);
  const conv1 = declareConv2d(scope.child('conv1'), { inChannels, outChannels, ...kernel3 });
  const embOut = scaleShift ? 2 * outChannels : outChannels;
  const timeEmbProj = projections.declare(scope.child('time_emb_proj'), embOut);
  const norm2 = declareGroupNorm(scope.child('norm2'), outChannels, norm);
  const conv2 = declareConv2d(scope.child('conv2'), { inChannels: outChannels, outChannels, ...kernel3 });
  const kernel1 = { kernel: 1, stride: 1, padding: 0 };
  const convShortcut =
    inChannels === outChannels
      ? null
      : declareConv2d(scope.child('conv_shortcut'), { inChannels, outChannels, ...kernel1 });

  return (x, emb, handOn) => {
    const { y, handedOn } = norm1(x, handOn ? 2 : 1);
    const [residual, other] = handedOn as [tf.Tensor4D, tf.Tensor4D];
    handOn?.(other);
    const resampled = resample ? resamplings[resample] : (picture: tf.Tensor4D) => picture;
    const shortcut = resampled(residual);
    const hidden = conv1(resampled(y));
    const projected = timeEmbProj(emb);
    const normalized = norm2(hidden, scaleShift ? { modulation: halves(projected) } : { added: projected });
    return rescale(conv2(normalized, convShortcut ? convShortcut(shortcut) : shortcut), scaleFactor);
  };
}

function halves(projected: tf.Tensor2D): Modulation {
  const [scale, shift] = tf.split(projected, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  return { scale, shift };
}

/** x / factor, without any work if the factor is 1. */
export function rescale(x: tf.Tensor4D, factor: number): tf.Tensor4D {
  return factor === 1 ? x : tf.mul(x, 1 / factor);
}

/** torch.nn.AvgPool2d(2): every pixel is the mean of four. [n, 2h, 2w, c] -> [n, h, w, c] */
function halve(x: tf.Tensor4D): tf.Tensor4D {
  const withGradient = tf.customGrad((...inputs) => ({
    value: tf.avgPool(inputs[0] as tf.Tensor4D, 2, 2, 'valid'),
    gradFunc: (dy: tf.Tensor) => tf.mul(upsampleNearest(dy as tf.Tensor4D), 0.25),
  }));
  return withGradient(x) as tf.Tensor4D;
}
