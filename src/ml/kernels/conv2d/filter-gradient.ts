/** The filter's gradient on the device. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { columnSum } from '../column-sum/index.ts';
import { componentsFor, runFlatKernel } from '../flat-program.ts';
import { type FilterGradientText, filterGradientText } from './filter-gradient.wgsl.ts';
import { type ConvolutionSizes, filterShape } from './shape.ts';
import type { ConvolutionVariant } from './variants.ts';

/** The widest row of a filter that one thread takes whole: a tile of 4 x 4 x 4 numbers and more no longer fits the registers. */
const mostTaps = 4;

function textFor(
  { inChannels, outChannels, filterSize, strides }: ConvolutionSizes,
  { filterTile }: ConvolutionVariant,
): FilterGradientText {
  const taps = filterSize[1] <= mostTaps ? filterSize[1] : 1;
  return {
    x: componentsFor(inChannels),
    dy: componentsFor(outChannels),
    taps,
    stride: strides[1],
    pixels: filterTile.pixels,
    channelGroups: Math.min(Math.max(1, Math.floor(filterTile.sums / (4 * taps))), Math.ceil(outChannels / 4)),
  };
}

/** x [n, h, w, in], dy = d loss / d out [n, h', w', out] -> d loss / d filter [height, width, in, out] */
export function filterGradient(
  backend: WebGPUBackend,
  sizes: ConvolutionSizes,
  { x, dy }: { x: tf.TensorInfo; dy: tf.TensorInfo },
  variant: ConvolutionVariant,
): tf.TensorInfo {
  const { batch, inSize, inChannels, outSize, outChannels, filterSize, strides, padding } = sizes;
  const text = textFor(sizes, variant);
  const tiles = [Math.ceil(inChannels / 4), Math.ceil(outChannels / (4 * text.channelGroups))] as const;
  const threadsPerPart = tiles[0] * tiles[1] * filterSize[0] * (filterSize[1] / text.taps);
  const rows = batch * outSize[0];
  const rowsPerPart = Math.ceil(rows / Math.min(rows, Math.ceil(variant.filterThreads / threadsPerPart)));
  const parts = Math.ceil(rows / rowsPerPart);
  const shape = filterShape(sizes);
  const partial = runFlatKernel(backend, {
    key: `Conv2DFilterGradient ${Object.values(text).join()}`,
    text: () => filterGradientText(text),
    inputs: { x: { tensor: x, components: text.x }, dy: { tensor: dy, components: text.dy } },
    output: { shape: parts === 1 ? shape : [parts, ...shape], components: text.dy },
    uniforms: {
      inSize,
      outSize,
      filterSize,
      strides,
      padding,
      channels: [inChannels, outChannels],
      tiles,
      batch: [batch],
      rowsPerPart: [rowsPerPart],
    },
    threads: threadsPerPart * parts,
    workgroup: variant.workgroup,
  });
  if (parts === 1) return partial;
  const weights = filterSize[0] * filterSize[1] * inChannels * outChannels;
  const gradient = columnSum(backend, partial, parts, weights, shape);
  backend.disposeData(partial.dataId);
  return gradient;
}
