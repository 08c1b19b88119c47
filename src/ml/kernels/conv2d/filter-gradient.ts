/** The filter's gradient on the device. */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { columnSum } from '../column-sum/index.ts';
import type { SplitSum, StackedSum } from '../deferred-sum/index.ts';
import { type Bound, type ComputeProgram, dispatch } from '../shared/compute-program.ts';
import type { UniformValues } from '../shared/uniform-struct.ts';
import { componentsFor, elementOf } from '../shared/vector-width.ts';
import { blockChannels, type FilterGradientOptions, filterGradientSource } from './filter-gradient.wgsl.ts';
import { alone, laneProgram } from './lanes.wgsl.ts';
import { type ConvolutionSizes, filterShape } from './shape.ts';
import { sumSizes } from './sum-sizes.ts';
import { type ConvolutionVariant, fitting, fittingWorkgroup, type WorkgroupTile } from './variants.ts';
import { stepPixels, type WorkgroupSumOptions, workgroupSumProgram } from './workgroup-sum.wgsl.ts';

/**
 * Number of blocks in a tile. For a filter four or eight taps wide, four taps of a row are computed
 * together. All other widths share one source with three blocks, which fits a 3 x 3 filter exactly
 * and others nearly.
 */
function blocksFor(filterWidth: number): number {
  return filterWidth % 4 === 0 ? 4 : 3;
}

/**
 * The distances between the blocks of a tile, in floats of memory and in columns of the picture.
 */
function sliding({ filterSize, strides, inChannels }: ConvolutionSizes, blocks: number, channels: number) {
  const [, width] = filterSize;
  const [, stride] = strides;
  if (width === 1) {
    // The blocks are neighbouring channels, so the next pixel needs only new ones.
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

function filterGradientProgram(options: FilterGradientOptions, workgroup: number): ComputeProgram {
  const { tile, ...rest } = options;
  const { lanes, ownChannels, channelGroups, pixels } = tile;
  return {
    key: `Conv2DFilterGradient ${[workgroup, lanes.key, ownChannels, channelGroups, pixels, ...Object.values(rest)].join()}`,
    ...laneProgram(lanes, workgroup),
    uniforms: {
      ...sumSizes,
      rowsPerPart: 'i32',
      // See `sliding`.
      channelsPerTile: 'i32',
      tapTiles: 'i32',
      blockStep: 'vec2<i32>',
      step: 'vec2<i32>',
      taken: 'i32',
      skip: 'vec2<i32>',
    },
    reads: { x: elementOf(options.x), dy: elementOf(options.dy) },
    writes: { result: elementOf(options.dy) },
    halves: ['x', 'dy'],
    source: () => filterGradientSource(options),
  };
}

/** The sizes under the names of `sumSizes`. */
function sizesOfSum(sizes: ConvolutionSizes, tiles: readonly [number, number]): UniformValues {
  const { batch, inSize, inChannels, outSize, outChannels, filterSize, strides, padding, tapRows = 1 } = sizes;
  const channels = [inChannels, outChannels] as const;
  return { inSize, outSize, filterSize, strides, padding, channels, tiles, tapRows, batch };
}

/** A program and the sizes of its parts. */
interface Plan {
  readonly program: ComputeProgram;
  readonly uniforms: UniformValues;
  readonly parts: number;
  readonly workgroups: number;
}

/**
 * Parts begin at multiples of four floats, so a filter of another size is not divided. No layer of
 * ours has an odd number of channels on both sides.
 */
function mostParts(sizes: ConvolutionSizes, wanted: number): number {
  return tf.util.sizeFromShape(filterShape(sizes)) % 4 === 0 ? wanted : 1;
}

/** Computed by lanes, alone or in a subgroup; a part is some rows of pixels. */
function lanePlan(sizes: ConvolutionSizes, variant: ConvolutionVariant): Plan {
  const { batch, inChannels, outSize, outChannels, filterSize } = sizes;
  const blocksPerTile = blocksFor(filterSize[1]);
  const sumTile = fitting(outChannels, variant.sumTiles);
  const { lanes } = sumTile;
  const blocks = sliding(sizes, blocksPerTile, blockChannels(sumTile));
  const channelGroups = Math.min(sumTile.channelGroups, Math.ceil(outChannels / (4 * lanes.count)));
  const options: FilterGradientOptions = {
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
  const wantedParts = mostParts(sizes, Math.min(rows, Math.ceil(variant.filterThreads / (lanes.count * tilesPerPart))));
  const rowsPerPart = Math.ceil(rows / wantedParts);
  const parts = Math.ceil(rows / rowsPerPart);
  const program = filterGradientProgram(options, variant.workgroup);
  return {
    program,
    uniforms: {
      ...sizesOfSum(sizes, tiles),
      rowsPerPart,
      ...blocks,
    },
    parts,
    workgroups: Math.ceil((tilesPerPart * parts * lanes.count) / program.workgroup),
  };
}

/** Computed by workgroups; a part is some pixels. */
function workgroupPlan(sizes: ConvolutionSizes, tile: WorkgroupTile, wanted: number): Plan {
  const { batch, inChannels, outSize, outChannels, filterSize } = sizes;
  const options: WorkgroupSumOptions = { x: componentsFor(inChannels), dy: componentsFor(outChannels), tile };
  const rows = filterSize[0] * filterSize[1] * inChannels;
  const tiles = [Math.ceil(rows / tile.pixels), Math.ceil(outChannels / tile.channels)] as const;
  const steps = Math.ceil((batch * outSize[0] * outSize[1]) / stepPixels);
  const wantedParts = mostParts(sizes, Math.min(steps, Math.ceil(wanted / (tiles[0] * tiles[1]))));
  const stepsPerPart = Math.ceil(steps / wantedParts);
  const parts = Math.ceil(steps / stepsPerPart);
  return {
    program: workgroupSumProgram(options),
    uniforms: {
      ...sizesOfSum(sizes, tiles),
      pixelsPerPart: stepsPerPart * stepPixels,
    },
    parts,
    workgroups: tiles[0] * tiles[1] * parts,
  };
}

function planFor(sizes: ConvolutionSizes, variant: ConvolutionVariant): Plan {
  const { filterSize, inChannels, outChannels } = sizes;
  const { sumShapes = [], workgroups = 0 } = variant.workgroupTiles ?? {};
  const rows = filterSize[0] * filterSize[1] * inChannels;
  // There are always enough tiles, because the sum is divided.
  const tile = fittingWorkgroup(sumShapes, { pixels: rows, channels: outChannels, workgroups: 0 });
  return tile ? workgroupPlan(sizes, tile, workgroups) : lanePlan(sizes, variant);
}

interface Operands {
  readonly x: Bound;
  readonly dy: tf.TensorInfo;
}

/**
 * x [n, h, w, in], dy = d loss / d out [n, h', w', out] -> d loss / d filter [height, width, in,
 * out]
 */
export function filterGradientSum(sizes: ConvolutionSizes, { x, dy }: Operands, variant: ConvolutionVariant): SplitSum {
  const { program, uniforms, parts, workgroups } = planFor(sizes, variant);
  const shape = filterShape(sizes);
  return {
    parts,
    shape,
    stride: tf.util.sizeFromShape(shape),
    job: (result) => ({ program, call: { uniforms, reads: { x, dy }, writes: { result }, workgroups } }),
  };
}

/** Like `filterGradientSum`, for as many layers as the filter has rows of taps. */
export function stackedGradientSum(
  sizes: ConvolutionSizes,
  operands: Operands,
  shape: number[],
  variant: ConvolutionVariant,
): StackedSum {
  const { parts, stride, job } = filterGradientSum(sizes, operands, variant);
  const [layers] = sizes.filterSize;
  return { parts, shapes: Array.from({ length: layers }, () => shape), stride, distance: stride / layers, job };
}

/** Like `filterGradientSum`, but in its own dispatches. */
export function filterGradient(
  backend: SlicedBackend,
  sizes: ConvolutionSizes,
  operands: Operands,
  variant: ConvolutionVariant,
): tf.TensorInfo {
  const { parts, shape, stride, job } = filterGradientSum(sizes, operands, variant);
  const partial = backend.makeTensorInfo(parts === 1 ? shape : [parts, stride], 'float32');
  const { program, call } = job(partial);
  dispatch(backend, program, call);
  if (parts === 1) return partial;
  const gradient = columnSum(backend, partial, parts, stride, shape);
  backend.disposeData(partial.dataId);
  return gradient;
}
