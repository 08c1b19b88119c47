/**
 * Convolutional layers in tfjs' registry, for its WebGPU backend: one dispatch forward and one
 * back. The gradients of the input, the filter and the bias do not depend on each other. The
 * partial sums of the latter two are added up together with those of all other layers.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { columnSumInParts } from '../column-sum/index.ts';
import { deferSum } from '../deferred-sum/index.ts';
import { dispatch } from '../shared/compute-program.ts';
import { dispatchFused } from '../shared/fused-dispatch.ts';
import { registerOwnKernel } from '../shared/register-kernel.ts';
import { filterGradientSum } from './filter-gradient.ts';
import { convolving, transposing } from './gather.ts';
import type { LayerOptions, LayerTensors } from './layer-reference.ts';
import { type ConvolutionSizes, convolutionSizes } from './shape.ts';
import { convolutionVariant } from './variants.ts';

const kernelName = 'ConvolutionLayer';
const gradientName = 'ConvolutionLayerGradient';

interface Attributes extends LayerOptions {
  /** For a transposed convolution: height and width of its result, the larger picture. */
  readonly enlarged?: [number, number];
}

interface Inputs {
  readonly x: tf.TensorInfo;
  readonly filter: tf.TensorInfo;
  readonly bias: tf.TensorInfo;
  /** Added to the result. */
  readonly added?: tf.TensorInfo;
}

type GradientInputs = Pick<Inputs, 'x' | 'filter'> & { readonly dy: tf.TensorInfo };

function sizesOf({ x, filter }: Pick<Inputs, 'x' | 'filter'>, { enlarged, ...options }: Attributes): ConvolutionSizes {
  const [n = 0] = x.shape;
  const larger = enlarged ? [n, ...enlarged, filter.shape[2] ?? 0] : x.shape;
  const sizes = convolutionSizes(larger, filter.shape, options);
  if (sizes === null) throw new Error('a convolution of nothing');
  return sizes;
}

function runForward(backend: SlicedBackend, inputs: Inputs, attributes: Attributes): tf.TensorInfo {
  const sizes = sizesOf(inputs, attributes);
  const variant = convolutionVariant(backend.facts);
  const { x, filter, bias, added } = inputs;
  const { enlarged, stored = 'activation' } = attributes;
  const others = { filter, bias, stored, ...(added && { added }) };
  const { result, job } = enlarged
    ? transposing(backend, sizes, { dy: x, ...others }, variant)
    : convolving(backend, sizes, { x, ...others }, variant);
  dispatch(backend, job.program, job.call);
  return result;
}

/** The gradients of filter and bias and, unless x is data, of x. */
function runBackward(backend: SlicedBackend, inputs: GradientInputs, attributes: Attributes): tf.TensorInfo[] {
  const sizes = sizesOf(inputs, attributes);
  const variant = convolutionVariant(backend.facts);
  const { x, filter, dy } = inputs;
  const { enlarged, ofData, stored = 'activation' } = attributes;
  const channels = dy.shape.at(-1) ?? 0;
  const pixels = tf.util.sizeFromShape(dy.shape) / channels;
  const { results, jobs } = deferSum(backend, [
    filterGradientSum(sizes, enlarged ? { x: dy, dy: x } : { x, dy }, variant),
    columnSumInParts(dy, pixels, channels, [channels]),
  ]);
  if (!ofData) {
    const { fewPrograms } = variant;
    const { result, job } = enlarged
      ? convolving(backend, sizes, { x: dy, filter, stored, asBiased: fewPrograms }, variant)
      : transposing(backend, sizes, { dy, filter, stored }, variant);
    results.push(result);
    if (enlarged && fewPrograms) dispatch(backend, job.program, job.call);
    else jobs.unshift(job);
  }
  dispatchFused(backend, jobs);
  return results;
}

registerOwnKernel(kernelName, runForward);
registerOwnKernel(gradientName, runBackward);
tf.registerGradient({
  kernelName,
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter] = saved as [tf.Tensor, tf.Tensor];
    // Computed before the functions below, because each of them runs in its own tidy, which would
    // free tensors that another one needs.
    const gradients = tf.engine().runKernel<tf.Tensor[]>(gradientName, { x, filter, dy: dy as tf.Tensor }, attrs);
    const gradient = (index: number) => () => {
      const found = gradients[index];
      if (found === undefined) throw new Error('a layer of data has no gradient of its input');
      return found;
    };
    return {
      filter: gradient(0),
      bias: gradient(1),
      x: gradient(2),
      added: () => tf.clone(dy as tf.Tensor),
    };
  },
});

/** See `convolutionLayer`. Only while the WebGPU backend is the current one. */
export function webgpuConvolution(tensors: LayerTensors, options: LayerOptions): tf.Tensor4D {
  return tf.engine().runKernel<tf.Tensor4D>(kernelName, { ...tensors }, { ...options });
}

/** See `transposedLayer`. Only while the WebGPU backend is the current one. */
export function webgpuTransposed(
  tensors: LayerTensors,
  [height, width]: readonly [number, number],
  options: LayerOptions,
): tf.Tensor4D {
  return tf.engine().runKernel<tf.Tensor4D>(kernelName, { ...tensors }, { ...options, enlarged: [height, width] });
}
