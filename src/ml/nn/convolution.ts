/** Convolutions with PyTorch's parameters and initialization, [batch, height, width, channels]. */
import * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from '../random.ts';
import { kaimingUniform } from './initialize.ts';
import type { ModuleScope } from './parameters.ts';
import { fromTorchLayout } from './torch-layout.ts';

/** A layer: its parameters under PyTorch's names within the module, and what it does to an activation. */
export interface Layer {
  readonly parameters: ReadonlyMap<'weight' | 'bias', tf.Variable>;
  forward(x: tf.Tensor4D): tf.Tensor4D;
}

export interface ConvolutionShape {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: number;
  /** Zeros on every side of the larger of the two pictures, as PyTorch counts them. */
  readonly padding: number;
}

function createParameters(torchShape: readonly number[], outChannels: number, fanIn: number, stream: RandomStream) {
  const count = torchShape.reduce((product, size) => product * size, 1);
  const weight = fromTorchLayout({
    shape: torchShape,
    values: kaimingUniform(count, fanIn, stream.fork('weight')),
  });
  const bias = kaimingUniform(outChannels, fanIn, stream.fork('bias'));
  // A variable shares its first value with the tensor that it is made of, which the tidy frees.
  return {
    weight: tf.tidy(() => tf.variable(tf.tensor4d(weight.values, asShape4D(weight.shape)))),
    bias: tf.tidy(() => tf.variable(tf.tensor1d(bias))),
  };
}

function asShape4D(shape: readonly number[]): [number, number, number, number] {
  const [a = 1, b = 1, c = 1, d = 1] = shape;
  return [a, b, c, d];
}

/** torch.nn.Conv2d. [n, h, w, in] -> [n, (h + 2 padding - kernel) / stride + 1, ..., out] */
export function createConv2d(shape: ConvolutionShape, stream: RandomStream): Layer {
  const { inChannels, outChannels, kernel, stride, padding } = shape;
  const fanIn = inChannels * kernel * kernel;
  const { weight, bias } = createParameters([outChannels, inChannels, kernel, kernel], outChannels, fanIn, stream);
  return {
    parameters: new Map<'weight' | 'bias', tf.Variable>([
      ['weight', weight],
      ['bias', bias],
    ]),
    forward: (x) => tf.add(tf.conv2d(x, weight, stride, padding), bias),
  };
}

/** torch.nn.ConvTranspose2d. [n, h, w, in] -> [n, (h - 1) stride - 2 padding + kernel, ..., out] */
export function createConvTranspose2d(shape: ConvolutionShape, stream: RandomStream): Layer {
  const { inChannels, outChannels, kernel, stride, padding } = shape;
  // PyTorch takes the weight's second axis for the inputs, which here are the outputs: its bound, right or wrong, is what we reproduce.
  const fanIn = outChannels * kernel * kernel;
  const { weight, bias } = createParameters([inChannels, outChannels, kernel, kernel], outChannels, fanIn, stream);
  const enlarged = (size: number) => (size - 1) * stride - 2 * padding + kernel;
  return {
    parameters: new Map<'weight' | 'bias', tf.Variable>([
      ['weight', weight],
      ['bias', bias],
    ]),
    forward(x) {
      const [n, height, width] = x.shape;
      const outShape: [number, number, number, number] = [n, enlarged(height), enlarged(width), outChannels];
      return tf.add(tf.conv2dTranspose(x, weight, outShape, stride, padding), bias);
    },
  };
}

/** torch.nn.Conv2d in a tree of modules. `padding` `same`: zeros as TensorFlow adds them, the odd one at the bottom and on the right. */
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
