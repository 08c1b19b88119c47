/**
 * Linear layers of one input and of the same shape in tfjs' registry, for its WebGPU backend: one
 * dispatch forward and one back. The layers' results are stacked as the rows of a picture whose
 * pixels are the input's rows. Because the layers' weights are at equal distances, a convolution
 * sees the layers as taps of one filter, one above another. The gradient of the input is then
 * summed like any convolution's.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { inOneRange, type OneRange, tensorsInOneRange } from '../../device/one-range.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { columnSumsInParts } from '../column-sum/index.ts';
import { stackedGradientSum } from '../conv2d/filter-gradient.ts';
import { convolving, transposing } from '../conv2d/gather.ts';
import type { ConvolutionSizes } from '../conv2d/shape.ts';
import { convolutionVariant } from '../conv2d/variants.ts';
import { sumStackedLater } from '../deferred-sum/index.ts';
import { dispatch } from '../shared/compute-program.ts';
import { dispatchFused } from '../shared/fused-dispatch.ts';
import { type List, registerListKernel } from './list-kernel.ts';

const kernelName = 'StackedLinearLayers';

/** In floats: a picture of them ends at a multiple of this, where the next may begin. */
const alignment = 64;

interface Shapes {
  readonly rows: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
}

/** Whether results of these shapes follow each other without gaps. */
export function stacks({ rows, inFeatures, outFeatures }: Shapes): boolean {
  return (rows * outFeatures) % alignment === 0 && inFeatures % 4 === 0 && outFeatures % 4 === 0;
}

function layersOf([x, ...parameters]: List) {
  const weights = parameters.filter((_, i) => i % 2 === 0);
  const biases = parameters.filter((_, i) => i % 2 === 1);
  const [rows = 0, inFeatures = 0] = x?.shape ?? [];
  const [outFeatures = 0] = biases[0]?.shape ?? [];
  if (x === undefined) throw new Error('linear layers of nothing');
  return { x, weights, biases, rows, inFeatures, outFeatures, count: weights.length };
}

/** The larger picture has a row for each layer. */
function sizesOf({ rows, inFeatures, outFeatures }: Shapes, count: number): ConvolutionSizes {
  return {
    batch: 1,
    inSize: [count, rows],
    inChannels: outFeatures,
    outSize: [1, rows],
    outChannels: inFeatures,
    filterSize: [count, 1],
    strides: [count, 1],
    padding: [0, 0],
  };
}

/** The same memory as a column of pixels, in which a part may end anywhere. */
function columnOf(sizes: ConvolutionSizes): ConvolutionSizes {
  const [count, rows] = sizes.inSize;
  return { ...sizes, inSize: [count * rows, 1], outSize: [rows, 1], strides: [1, 1], tapRows: rows };
}

function distance({ offsets: [first = 0, second = first] }: OneRange): number {
  return second - first;
}

function evenly(offsets: readonly number[]): boolean {
  const [first = 0, second = 0] = offsets;
  return second > first && offsets.every((offset, i) => offset === i * (second - first));
}

function runForward(backend: SlicedBackend, inputs: List): tf.TensorInfo[] {
  const { x, weights, biases, count, ...shapes } = layersOf(inputs);
  const filter = inOneRange(backend, weights, evenly);
  const bias = inOneRange(backend, biases, evenly);
  const stacked = { tapStride: distance(filter), biasStride: distance(bias) };
  const { tensors, range } = tensorsInOneRange(
    backend,
    weights.map(() => [shapes.rows, shapes.outFeatures]),
  );
  const { result, job } = transposing(
    backend,
    sizesOf(shapes, count),
    { dy: x, filter: filter.range, bias: bias.range, stacked },
    convolutionVariant(backend.facts),
  );
  dispatch(backend, job.program, { ...job.call, writes: { result: range } });
  backend.disposeData(result.dataId);
  filter.dispose();
  bias.dispose();
  return tensors;
}

/**
 * The gradients of x, then of weight and bias of each layer. `inputs` ends with the gradients of
 * the results.
 */
function runBackward(backend: SlicedBackend, inputs: List): tf.TensorInfo[] {
  const layers = (inputs.length - 1) / 3;
  const { x, weights, count, ...shapes } = layersOf(inputs.slice(0, 1 + 2 * layers));
  const { rows, inFeatures, outFeatures } = shapes;
  const variant = convolutionVariant(backend.facts);
  const sizes = sizesOf(shapes, count);
  const filter = inOneRange(backend, weights, evenly);
  const dy = inOneRange(
    backend,
    inputs.slice(1 + 2 * layers),
    (offsets) => evenly(offsets) && offsets[1] === rows * outFeatures,
  );
  const stacked = { tapStride: distance(filter), biasStride: 0 };
  const { result, job } = convolving(
    backend,
    sizes,
    { x: dy.range, filter: filter.range, stacked, asBiased: variant.fewPrograms },
    variant,
  );
  const { results, jobs } = sumStackedLater(backend, [
    stackedGradientSum(columnOf(sizes), { x: dy.range, dy: x }, [outFeatures, inFeatures], variant),
    columnSumsInParts(dy.range, count, rows, outFeatures),
  ]);
  if (variant.fewPrograms) dispatch(backend, job.program, job.call);
  dispatchFused(backend, variant.fewPrograms ? jobs : [job, ...jobs]);
  filter.dispose();
  dy.dispose();
  const [ofWeights = [], ofBiases = []] = results;
  return [{ ...result, shape: x.shape }, ...ofWeights.flatMap((weight, i) => [weight, ofBiases[i] ?? weight])];
}

/**
 * See `stackedLinearLayers`. Only while the WebGPU backend is current, and for shapes that `stacks`
 * accepts.
 */
export const webgpuStackedLinearLayers = registerListKernel(kernelName, runForward, runBackward);
