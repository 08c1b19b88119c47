/** Convolutions with PyTorch's parameters and initialization, [batch, height, width, channels]. */
import type * as tf from '@tensorflow/tfjs-core';
import { convolutionLayer, transposedLayer } from '../kernels/conv2d/layer.ts';
import { watched } from './activations.ts';
import type { ModuleScope } from './parameters.ts';

export interface ConvolutionShape {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: number;
  /** Zeros on every side of the larger of the two pictures, as PyTorch counts them. */
  readonly padding: number;
  /** See `LayerOptions`. */
  readonly ofData?: boolean;
}

/**
 * torch.nn.Conv2d. [n, h, w, in] -> [n, (h + 2 padding - kernel) / stride + 1, ..., out]. `padding`
 * `same` adds zeros as TensorFlow does, with the odd one at the bottom and on the right. `added` is
 * added to the result and has its shape.
 */
export function declareConv2d(
  scope: ModuleScope,
  shape: Omit<ConvolutionShape, 'padding'> & { readonly padding: number | 'same' },
): (x: tf.Tensor4D, added?: tf.Tensor4D) => tf.Tensor4D {
  const { inChannels, outChannels, kernel, stride, padding, ofData = false } = shape;
  const initialization = { kind: 'kaiming', fanIn: inChannels * kernel * kernel } as const;
  const weight = scope.parameter<tf.Rank.R4>('weight', [outChannels, inChannels, kernel, kernel], initialization);
  const bias = scope.parameter<tf.Rank.R1>('bias', [outChannels], initialization);
  return (x, added) =>
    watched(
      weight,
      convolutionLayer(
        { x, filter: weight.value, bias: bias.value, ...(added && { added }) },
        { strides: stride, pad: padding, ofData },
      ),
    );
}

/** torch.nn.ConvTranspose2d. [n, h, w, in] -> [n, (h - 1) stride - 2 padding + kernel, ..., out] */
export function declareConvTranspose2d(scope: ModuleScope, shape: ConvolutionShape): (x: tf.Tensor4D) => tf.Tensor4D {
  const { inChannels, outChannels, kernel, stride, padding } = shape;
  // PyTorch computes the bound from the weight's second axis, as if it were the inputs; here it is
  // the outputs. We reproduce this bound, right or wrong.
  const initialization = { kind: 'kaiming', fanIn: outChannels * kernel * kernel } as const;
  const weight = scope.parameter<tf.Rank.R4>('weight', [inChannels, outChannels, kernel, kernel], initialization);
  const bias = scope.parameter<tf.Rank.R1>('bias', [outChannels], initialization);
  const enlarged = (size: number) => (size - 1) * stride - 2 * padding + kernel;
  return (x) => {
    const [, height, width] = x.shape;
    const tensors = { x, filter: weight.value, bias: bias.value };
    const options = { strides: stride, pad: padding };
    return watched(weight, transposedLayer(tensors, [enlarged(height), enlarged(width)], options));
  };
}
