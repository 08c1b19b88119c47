/** The filter's gradient on the device. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { columnSum } from '../column-sum/index.ts';
import { componentsFor, runFlatKernel } from '../flat-program.ts';
import { type FilterGradientText, filterGradientText } from './filter-gradient.wgsl.ts';
import { type ConvolutionSizes, filterShape } from './shape.ts';
import type { ConvolutionVariant } from './variants.ts';

/** Of a filter four taps wide, or eight, all are taken together. Any other width shares one text: 3 fits a filter of 3 x 3, and others nearly. */
function blocksFor(filterWidth: number): number {
  return filterWidth % 4 === 0 ? 4 : 3;
}

/** How the blocks of a tile follow each other in memory, in floats and in columns of the picture. */
function sliding({ filterSize, strides, inChannels }: ConvolutionSizes, blocks: number) {
  const [, width] = filterSize;
  const [, stride] = strides;
  if (width === 1) {
    // Blocks of neighbouring channels; the next pixel's are all new.
    return {
      channelsPerTile: [4 * blocks],
      tapTiles: [1],
      blockStep: [0, 4],
      step: [4, 0],
      taken: [blocks],
      skip: [stride * inChannels - 4 * blocks, stride],
    } as const;
  }
  const passedOver = Math.max(0, stride - blocks);
  return {
    channelsPerTile: [4],
    tapTiles: [Math.ceil(width / blocks)],
    blockStep: [1, 0],
    step: [inChannels, 1],
    taken: [Math.min(stride, blocks)],
    skip: [passedOver * inChannels, passedOver],
  } as const;
}

/** x [n, h, w, in], dy = d loss / d out [n, h', w', out] -> d loss / d filter [height, width, in, out] */
export function filterGradient(
  backend: WebGPUBackend,
  sizes: ConvolutionSizes,
  { x, dy }: { x: tf.TensorInfo; dy: tf.TensorInfo },
  variant: ConvolutionVariant,
): tf.TensorInfo {
  const { batch, inSize, inChannels, outSize, outChannels, filterSize, strides, padding } = sizes;
  const blocksPerTile = blocksFor(filterSize[1]);
  const blocks = sliding(sizes, blocksPerTile);
  const text: FilterGradientText = {
    x: componentsFor(inChannels),
    dy: componentsFor(outChannels),
    blocks: blocksPerTile,
    channelGroups: Math.min(variant.channelGroups, Math.ceil(outChannels / 4)),
    taken: variant.compact ? null : blocks.taken[0],
  };
  const tiles = [
    Math.ceil(inChannels / blocks.channelsPerTile[0]),
    Math.ceil(outChannels / (4 * text.channelGroups)),
  ] as const;
  const threadsPerPart = tiles[0] * tiles[1] * filterSize[0] * blocks.tapTiles[0];
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
      ...blocks,
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
