/**
 * Convolutions for tfjs' JavaScript backend, several times faster than its own. Each picture's patches become the rows of a matrix: then the convolution and both
 * of its gradients are products of matrices. Sums are of 64 bits and are rounded once.
 */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { addProduct, transposed } from './matrix-product.ts';
import { addPatches, type Info, patchesOf } from './patches.ts';

const backendName = 'cpu';

interface Call {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attributes: tf.NamedAttrMap;
  readonly backend: MathBackendCPU;
}

const given = ({ inputs, backend }: Call, name: string): { shape: number[]; values: Float32Array } => {
  const info = inputs[name];
  if (info === undefined) throw new Error(`a convolution without ${name}`);
  const values = backend.readSync(info.dataId);
  if (!(values instanceof Float32Array)) throw new Error(`a convolution of ${info.dtype}`);
  return { shape: info.shape, values };
};

/** Null where tfjs' own is to be used: channels first, or taps that lie apart. */
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

/** Floats of one picture of the input, and of the output; taps of the filter times channels of the input. */
function sizesOf(info: Info) {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  const pixels = outHeight * outWidth;
  const input = inHeight * inWidth * inChannels;
  return { input, pixels, output: pixels * outChannels, taps: filterHeight * filterWidth * inChannels };
}

function convolve(call: Call): tf.TensorInfo | null {
  const [x, filter] = [given(call, 'x'), given(call, 'filter')];
  const info = infoOf(call, x.shape, filter.shape);
  if (info === null || call.inputs.preluActivationWeights || (call.attributes.activation ?? 'linear') !== 'linear')
    return null;
  const { outChannels } = info;
  const { input, pixels, output, taps } = sizesOf(info);
  const columns = transposed(filter.values, taps, outChannels);
  const bias = call.inputs.bias ? given(call, 'bias').values : null;
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
  const [dy, filter] = [given(call, 'dy'), given(call, 'filter')];
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
  const [x, dy] = [given(call, 'x'), given(call, 'dy')];
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

const kernels: Readonly<Record<string, (call: Call) => tf.TensorInfo | null>> = {
  Conv2D: convolve,
  FusedConv2D: convolve,
  Conv2DBackpropInput: inputGradient,
  Conv2DBackpropFilter: filterGradient,
};

const stock = new Map<string, tf.KernelConfig>();

/** Puts them in the place of tfjs' own. */
export function registerJavaScriptConvolutions(): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    const config = stock.get(kernelName) ?? tf.getKernel(kernelName, backendName);
    if (config === undefined) throw new Error(`tfjs' JavaScript backend has no kernel ${kernelName}`);
    stock.set(kernelName, config);
    replace({
      ...config,
      kernelFunc: (call) => {
        const { inputs, attrs = {} } = call;
        const backend = call.backend as MathBackendCPU;
        return kernel({ inputs, attributes: attrs, backend }) ?? config.kernelFunc(call);
      },
    });
  }
}

/** tfjs' own again, for a comparison. */
export function restoreStockConvolutions(): void {
  for (const config of stock.values()) replace(config);
}

function replace(config: tf.KernelConfig): void {
  tf.unregisterKernel(config.kernelName, backendName);
  tf.registerKernel(config);
}
