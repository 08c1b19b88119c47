/** The filter's gradient on the device. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { columnSum } from '../column-sum/index.ts';
import { componentsFor, elementOf } from '../components.ts';
import { type ComputeProgram, dispatch } from '../compute-program.ts';
import { blockChannels, type FilterGradientText, filterGradientText } from './filter-gradient.wgsl.ts';
import { alone, laneProgram } from './lanes.wgsl.ts';
import { type ConvolutionSizes, filterShape } from './shape.ts';
import { type ConvolutionVariant, fitting } from './variants.ts';

/** Of a filter four taps wide, or eight, all are taken together. Any other width shares one text: 3 fits a filter of 3 x 3, and others nearly. */
function blocksFor(filterWidth: number): number {
  return filterWidth % 4 === 0 ? 4 : 3;
}

/** How the blocks of a tile follow each other in memory, in floats and in columns of the picture. */
function sliding({ filterSize, strides, inChannels }: ConvolutionSizes, blocks: number, channels: number) {
  const [, width] = filterSize;
  const [, stride] = strides;
  if (width === 1) {
    // Blocks of neighbouring channels; the next pixel's are all new.
    return {
      channelsPerTile: channels * blocks,
      tapTiles: 1,
      blockStep: [0, channels],
      step: [channels, 0],
      taken: blocks,
      skip: [stride * inChannels - channels * blocks, stride],
    } as const;
  }
  const passedOver = Math.max(0, stride - blocks);
  return {
    channelsPerTile: channels,
    tapTiles: Math.ceil(width / blocks),
    blockStep: [1, 0],
    step: [inChannels, 1],
    taken: Math.min(stride, blocks),
    skip: [passedOver * inChannels, passedOver],
  } as const;
}

function filterGradientProgram(text: FilterGradientText, workgroup: number): ComputeProgram {
  const { tile, ...rest } = text;
  const { lanes, ownChannels, channelGroups, pixels } = tile;
  return {
    key: `Conv2DFilterGradient ${[workgroup, lanes.key, ownChannels, channelGroups, pixels, ...Object.values(rest)].join()}`,
    ...laneProgram(lanes, workgroup),
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
  const sumTile = fitting(outChannels, variant.sumTiles);
  const { lanes } = sumTile;
  const blocks = sliding(sizes, blocksPerTile, blockChannels(sumTile));
  const channelGroups = Math.min(sumTile.channelGroups, Math.ceil(outChannels / (4 * lanes.count)));
  const text: FilterGradientText = {
    x: lanes === alone ? componentsFor(inChannels) : 1,
    dy: componentsFor(outChannels),
    blocks: blocksPerTile,
    tile: { ...sumTile, channelGroups },
    taken: sumTile.compact ? null : blocks.taken,
  };
  const tiles = [
    Math.ceil(inChannels / blocks.channelsPerTile),
    Math.ceil(outChannels / (4 * lanes.count * channelGroups)),
  ] as const;
  const tilesPerPart = tiles[0] * tiles[1] * filterSize[0] * blocks.tapTiles;
  const rows = batch * outSize[0];
  const rowsPerPart = Math.ceil(rows / Math.min(rows, Math.ceil(variant.filterThreads / (lanes.count * tilesPerPart))));
  const parts = Math.ceil(rows / rowsPerPart);
  const shape = filterShape(sizes);
  const partial = backend.makeTensorInfo(parts === 1 ? shape : [parts, ...shape], 'float32');
  const program = filterGradientProgram(text, variant.workgroup);
  dispatch(backend, program, {
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
    workgroups: Math.ceil((tilesPerPart * parts * lanes.count) / program.workgroup),
  });
  if (parts === 1) return partial;
  const weights = filterSize[0] * filterSize[1] * inChannels * outChannels;
  const gradient = columnSum(backend, partial, parts, weights, shape);
  backend.disposeData(partial.dataId);
  return gradient;
}
