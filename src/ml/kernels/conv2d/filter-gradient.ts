/** The filter's gradient on the device. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { columnSum } from '../column-sum/index.ts';
import { componentsFor, elementOf } from '../components.ts';
import { type ComputeProgram, dispatch } from '../compute-program.ts';
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
      channelsPerTile: 4 * blocks,
      tapTiles: 1,
      blockStep: [0, 4],
      step: [4, 0],
      taken: blocks,
      skip: [stride * inChannels - 4 * blocks, stride],
    } as const;
  }
  const passedOver = Math.max(0, stride - blocks);
  return {
    channelsPerTile: 4,
    tapTiles: Math.ceil(width / blocks),
    blockStep: [1, 0],
    step: [inChannels, 1],
    taken: Math.min(stride, blocks),
    skip: [passedOver * inChannels, passedOver],
  } as const;
}

function filterGradientProgram(text: FilterGradientText, workgroup: number): ComputeProgram {
  return {
    key: `Conv2DFilterGradient ${workgroup} ${Object.values(text).join()}`,
    workgroup,
    uniforms: {
      inSize: 'vec2<i32>',
      outSize: 'vec2<i32>',
      filterSize: 'vec2<i32>',
      strides: 'vec2<i32>',
      padding: 'vec2<i32>',
      // Of the input, of the output.
      channels: 'vec2<i32>',
      tiles: 'vec2<i32>',
      batch: 'i32',
      rowsPerPart: 'i32',
      // See `sliding`.
      channelsPerTile: 'i32',
      tapTiles: 'i32',
      blockStep: 'vec2<i32>',
      step: 'vec2<i32>',
      taken: 'i32',
      skip: 'vec2<i32>',
    },
    reads: { x: elementOf(text.x), dy: elementOf(text.dy) },
    writes: { result: elementOf(text.dy) },
    takes: 'index',
    text: () => filterGradientText(text),
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
  const blocksPerTile = blocksFor(filterSize[1]);
  const blocks = sliding(sizes, blocksPerTile);
  const text: FilterGradientText = {
    x: componentsFor(inChannels),
    dy: componentsFor(outChannels),
    blocks: blocksPerTile,
    channelGroups: Math.min(variant.channelGroups, Math.ceil(outChannels / 4)),
    taken: variant.compact ? null : blocks.taken,
  };
  const tiles = [
    Math.ceil(inChannels / blocks.channelsPerTile),
    Math.ceil(outChannels / (4 * text.channelGroups)),
  ] as const;
  const threadsPerPart = tiles[0] * tiles[1] * filterSize[0] * blocks.tapTiles;
  const rows = batch * outSize[0];
  const rowsPerPart = Math.ceil(rows / Math.min(rows, Math.ceil(variant.filterThreads / threadsPerPart)));
  const parts = Math.ceil(rows / rowsPerPart);
  const shape = filterShape(sizes);
  const partial = backend.makeTensorInfo(parts === 1 ? shape : [parts, ...shape], 'float32');
  dispatch(backend, filterGradientProgram(text, variant.workgroup), {
    uniforms: {
      inSize,
      outSize,
      filterSize,
      strides,
      padding,
      channels: [inChannels, outChannels],
      tiles,
      batch,
      rowsPerPart,
      ...blocks,
    },
    reads: { x, dy },
    writes: { result: partial },
    workgroups: Math.ceil((threadsPerPart * parts) / variant.workgroup),
  });
  if (parts === 1) return partial;
  const weights = filterSize[0] * filterSize[1] * inChannels * outChannels;
  const gradient = columnSum(backend, partial, parts, weights, shape);
  backend.disposeData(partial.dataId);
  return gradient;
}
