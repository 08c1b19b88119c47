/**
 * Our convolutions replace those of tfjs' WebGPU backend. tfjs' own still do what ours do not
 * support (NCHW, dilation, other activations).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterFacts } from '../../device/adapter.ts';
import type { KernelCall, Replacements } from '../shared/register-kernel.ts';
import { filterGradient } from './filter-gradient.ts';
import { convolve, inputGradient } from './gather.ts';
import { type ConvolutionAttributes, convolutionSizes } from './shape.ts';
import { type ConvolutionVariant, convolutionVariant } from './variants.ts';

interface FusedAttributes extends ConvolutionAttributes {
  readonly activation?: string;
}

interface InputGradientAttributes extends ConvolutionAttributes {
  readonly inputShape: number[];
}

interface FilterGradientAttributes extends ConvolutionAttributes {
  readonly filterShape: number[];
}

/** tfjs passes attributes as one wide map; those of its own operations are known. */
function attributesOf<Attributes>({ attributes }: KernelCall): Attributes {
  return attributes as unknown as Attributes;
}

function input({ inputs }: KernelCall, name: string): tf.TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined) throw new Error(`a convolution without ${name}`);
  return tensor;
}

function allFloats(...tensors: readonly tf.TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === 'float32');
}

function forward(call: KernelCall, variant: ConvolutionVariant): tf.TensorInfo | null {
  const [x, filter] = [input(call, 'x'), input(call, 'filter')];
  const sizes = convolutionSizes(x.shape, filter.shape, attributesOf(call));
  if (sizes === null || !allFloats(x, filter)) return null;
  return convolve(call.backend, sizes, { x, filter }, variant);
}

function fused(call: KernelCall, variant: ConvolutionVariant): tf.TensorInfo | null {
  const { bias, preluActivationWeights } = call.inputs;
  const attributes = attributesOf<FusedAttributes>(call);
  const { activation = 'linear' } = attributes;
  const [x, filter] = [input(call, 'x'), input(call, 'filter')];
  const sizes = convolutionSizes(x.shape, filter.shape, attributes);
  if (sizes === null || !allFloats(x, filter) || preluActivationWeights !== undefined) return null;
  if (activation !== 'linear' && activation !== 'relu') return null;
  // A bias that is not one number per channel is left to tfjs to broadcast.
  if (bias && (!allFloats(bias) || tf.util.sizeFromShape(bias.shape) !== sizes.outChannels)) return null;
  return convolve(call.backend, sizes, { x, filter, relu: activation === 'relu', ...(bias && { bias }) }, variant);
}

function backwardInput(call: KernelCall, variant: ConvolutionVariant): tf.TensorInfo | null {
  const [dy, filter] = [input(call, 'dy'), input(call, 'filter')];
  const attributes = attributesOf<InputGradientAttributes>(call);
  const sizes = convolutionSizes(attributes.inputShape, filter.shape, attributes);
  if (sizes === null || !allFloats(dy, filter)) return null;
  return inputGradient(call.backend, sizes, { dy, filter }, variant);
}

function backwardFilter(call: KernelCall, variant: ConvolutionVariant): tf.TensorInfo | null {
  const [x, dy] = [input(call, 'x'), input(call, 'dy')];
  const attributes = attributesOf<FilterGradientAttributes>(call);
  const sizes = convolutionSizes(x.shape, attributes.filterShape, attributes);
  if (sizes === null || !allFloats(x, dy)) return null;
  return filterGradient(call.backend, sizes, { x, dy }, variant);
}

export function convolutions(facts: AdapterFacts): Replacements {
  const variant = convolutionVariant(facts);
  return {
    [tf.Conv2D]: (call) => forward(call, variant),
    [tf.FusedConv2D]: (call) => fused(call, variant),
    [tf.Conv2DBackpropInput]: (call) => backwardInput(call, variant),
    [tf.Conv2DBackpropFilter]: (call) => backwardFilter(call, variant),
  };
}
