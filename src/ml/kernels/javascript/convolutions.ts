/**
 * Convolutions for tfjs' JavaScript backend, several times faster than its own. Each picture's
 * patches become the rows of a matrix, so the convolution and both of its gradients are matrix
 * products. Sums are 64-bit and are rounded once.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelCall, Replacements } from '../shared/register-kernel.ts';
import { floatsOf } from './elementwise.ts';
import { addProduct, transposed } from './matrix-product.ts';
import { addPatches, type Info, patchesOf } from './patches.ts';

type Call = KernelCall<'cpu'>;

/** Null where tfjs' own is used: channels first, or dilated taps. */
function infoOf({ attributes }: Call, inputShape: unknown, filterShape: unknown): Info | null {
  // tfjs gives a kernel its attributes without their types.
  const { strides, pad, dilations = 1, dimRoundingMode, dataFormat } = attributes as unknown as Attributes;
  if (dataFormat !== undefined && dataFormat !== 'NHWC') return null;
  const shapes = [inputShape, filterShape] as [Shape, Shape];
  const info = tf.backend_util.computeConv2DInfo(...shapes, strides, dilations, pad, dimRoundingMode);
  return info.dilationHeight === 1 && info.dilationWidth === 1 ? info : null;
}

type Shape = [number, number, number, number];
type Parameters = globalThis.Parameters<typeof tf.backend_util.computeConv2DInfo>;
interface Attributes {
  readonly strides: Parameters[2];
  readonly dilations?: Parameters[3];
  readonly pad: Parameters[4];
  readonly dimRoundingMode?: Parameters[5];
  readonly dataFormat?: string;
}

/**
 * Floats of one picture of the input, and of the output; taps of the filter times input channels.
 */
function sizesOf(info: Info) {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  const pixels = outHeight * outWidth;
  const input = inHeight * inWidth * inChannels;
  return { input, pixels, output: pixels * outChannels, taps: filterHeight * filterWidth * inChannels };
}

function convolve(call: Call): tf.TensorInfo | null {
  const [x, filter] = [floatsOf(call, 'x'), floatsOf(call, 'filter')];
  if (x === null || filter === null) return null;
  const info = infoOf(call, x.shape, filter.shape);
  if (info === null || call.inputs.preluActivationWeights || (call.attributes.activation ?? 'linear') !== 'linear')
    return null;
  const { outChannels } = info;
  const { input, pixels, output, taps } = sizesOf(info);
  const columns = transposed(filter.values, taps, outChannels);
  const bias = floatsOf(call, 'bias')?.values;
  const [patches, sums] = [new Float64Array(pixels * taps), new Float64Array(output)];
  const y = new Float32Array(info.batchSize * output);
  for (let b = 0; b < info.batchSize; b++) {
    patchesOf(x.values.subarray(b * input, (b + 1) * input), info, patches);
    for (let start = 0; start < output; start += outChannels) bias ? sums.set(bias, start) : sums.fill(0, start);
    addProduct(sums, patches, columns, taps);
    y.set(sums, b * output);
  }
  return call.backend.makeTensorInfo(info.outShape, 'float32', y);
}

function inputGradient(call: Call): tf.TensorInfo | null {
  const [dy, filter] = [floatsOf(call, 'dy'), floatsOf(call, 'filter')];
  if (dy === null || filter === null) return null;
  const info = infoOf(call, call.attributes.inputShape, filter.shape);
  if (info === null) return null;
  const { input, pixels, output, taps } = sizesOf(info);
  const rows = Float64Array.from(filter.values);
  const patches = new Float64Array(pixels * taps);
  const dx = new Float32Array(info.batchSize * input);
  const sums = new Float64Array(input);
  for (let b = 0; b < info.batchSize; b++) {
    patches.fill(0);
    addProduct(patches, Float64Array.from(dy.values.subarray(b * output, (b + 1) * output)), rows, info.outChannels);
    sums.fill(0);
    addPatches(patches, info, sums);
    dx.set(sums, b * input);
  }
  return call.backend.makeTensorInfo(info.inShape, 'float32', dx);
}

function filterGradient(call: Call): tf.TensorInfo | null {
  const [x, dy] = [floatsOf(call, 'x'), floatsOf(call, 'dy')];
  if (x === null || dy === null) return null;
  const info = infoOf(call, x.shape, call.attributes.filterShape);
  if (info === null) return null;
  const { outChannels } = info;
  const { input, pixels, output, taps } = sizesOf(info);
  const patches = new Float64Array(pixels * taps);
  const sums = new Float64Array(taps * outChannels);
  for (let b = 0; b < info.batchSize; b++) {
    patchesOf(x.values.subarray(b * input, (b + 1) * input), info, patches);
    const columns = transposed(dy.values.subarray(b * output, (b + 1) * output), pixels, outChannels);
    addProduct(sums, transposed(patches, pixels, taps), columns, pixels);
  }
  return call.backend.makeTensorInfo(info.filterShape, 'float32', Float32Array.from(sums));
}

/** By tfjs' names. */
export const javaScriptConvolutions: Replacements<'cpu'> = {
  Conv2D: convolve,
  FusedConv2D: convolve,
  Conv2DBackpropInput: inputGradient,
  Conv2DBackpropFilter: filterGradient,
};
