/** Convolutions with PyTorch's parameters and initialization, [batch, height, width, channels]. */
import * as tf from '@tensorflow/tfjs-core';
import type { ModuleScope } from './parameters.ts';

export interface ConvolutionShape {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: number;
  /** Zeros on every side of the larger of the two pictures, as PyTorch counts them. */
  readonly padding: number;
}

/**
 * torch.nn.Conv2d. [n, h, w, in] -> [n, (h + 2 padding - kernel) / stride + 1, ..., out]. `padding` `same`: zeros as TensorFlow adds them, the odd one
 * at the bottom and on the right.
 */
export function declareConv2d(
  scope: ModuleScope,
  shape: Omit<ConvolutionShape, 'padding'> & { readonly padding: number | 'same' },
): (x: tf.Tensor4D) => tf.Tensor4D {
  const { inChannels, outChannels, kernel, stride, padding } = shape;
  const initialization = { kind: 'kaiming', fanIn: inChannels * kernel * kernel } as const;
  const weight = scope.parameter<tf.Rank.R4>('weight', [outChannels, inChannels, kernel, kernel], initialization);
  const bias = scope.parameter<tf.Rank.R1>('bias', [outChannels], initialization);
  return (x) =>
    tf.fused.conv2d({ x, filter: weight.value, strides: stride, pad: padding, bias: bias.value }) as tf.Tensor4D;
}

/** torch.nn.ConvTranspose2d. [n, h, w, in] -> [n, (h - 1) stride - 2 padding + kernel, ..., out] */
export function declareConvTranspose2d(scope: ModuleScope, shape: ConvolutionShape): (x: tf.Tensor4D) => tf.Tensor4D {
  const { inChannels, outChannels, kernel, stride, padding } = shape;
  // PyTorch takes the weight's second axis for the inputs, which here are the outputs: its bound, right or wrong, is what we reproduce.
  const initialization = { kind: 'kaiming', fanIn: outChannels * kernel * kernel } as const;
  const weight = scope.parameter<tf.Rank.R4>('weight', [inChannels, outChannels, kernel, kernel], initialization);
  const bias = scope.parameter<tf.Rank.R1>('bias', [outChannels], initialization);
  const enlarged = (size: number) => (size - 1) * stride - 2 * padding + kernel;
  return (x) => {
    const [n, height, width] = x.shape;
    const outShape: [number, number, number, number] = [n, enlarged(height), enlarged(width), outChannels];
    return tf.add(tf.conv2dTranspose(x, weight.value, outShape, stride, padding), bias.value);
  };
}
