/** Forward convolution and input gradient on the device. */

import type * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { makeResult, type Stored } from '../half/index.ts';
import { type Bound, type ComputeProgram, type Dispatch, dispatch } from '../shared/compute-program.ts';
import type { Job } from '../shared/fused-dispatch.ts';
import { componentsFor, elementOf } from '../shared/vector-width.ts';
import { type GatherDirection, type GatherOptions, gatherSource } from './gather.wgsl.ts';
import { laneProgram } from './lanes.wgsl.ts';
import { type ConvolutionSizes, inShape, outShape } from './shape.ts';
import { type ConvolutionVariant, fitting, fittingWorkgroup, type WorkgroupTile } from './variants.ts';
import { type WorkgroupGatherOptions, workgroupGatherSource } from './workgroup-gather.wgsl.ts';

const one = [1, 1] as const;

function ceilDivide(a: readonly [number, number], b: readonly [number, number]): [number, number] {
  return [Math.ceil(a[0] / b[0]), Math.ceil(a[1] / b[1])];
}

const uniforms = {
  readSize: 'vec2<i32>',
  writtenSize: 'vec2<i32>',
  filterSize: 'vec2<i32>',
  strides: 'vec2<i32>',
  padding: 'vec2<i32>',
  // Channels read, channels written.
  channels: 'vec2<i32>',
  // Distance from a channel read, and from a channel written, to the next one: the filter is
  // [height, width, in, out].
  filterStrides: 'vec2<i32>',
  phases: 'vec2<i32>',
  phaseSize: 'vec2<i32>',
  // Distance from one tap's matrix to the next.
  tapStride: 'i32',
  // Distance from one phase's bias to the next.
  biasStride: 'i32',
  batch: 'i32',
  // Tiles of one phase.
  pixelTiles: 'i32',
  channelTiles: 'i32',
  // 1 if there is a bias; otherwise some other tensor is bound in its place.
  isBiased: 'i32',
  isAdded: 'i32',
} as const;

/** The parts of the source that do not depend on who computes the tiles. */
type Common = Omit<GatherOptions & WorkgroupGatherOptions, 'read' | 'filter' | 'tile'>;

/** A program, its tiles, and how many of them a workgroup computes. */
interface Plan {
  readonly program: ComputeProgram;
  readonly pixels: number;
  readonly channels: number;
  readonly tiles: number;
}

function bindings({ read, filter, written, bias }: Pick<GatherOptions, 'read' | 'filter' | 'written' | 'bias'>) {
  return {
    reads: {
      x: elementOf(read),
      weights: elementOf(filter),
      // One source for layers with and without an addition, because compiling takes longer than the
      // test.
      ...(bias && { bias: elementOf(written), added: elementOf(written) }),
    },
    writes: { result: elementOf(written) },
    halves: ['x', 'added', 'result'],
  };
}

interface Channels {
  readonly read: number;
  readonly written: number;
  /** Components of a row of the filter. */
  readonly filter: number;
}

/** Computed by lanes, alone or in a subgroup. */
function lanePlan(common: Common, channels: Channels, { tiles, workgroup }: ConvolutionVariant): Plan {
  const { lanes, pixels, vectors, ...shape } = fitting(channels.written, tiles);
  const channelGroups = Math.min(shape.channelGroups, Math.ceil(channels.written / (4 * lanes.count)));
  const read = vectors ? componentsFor(channels.read) : 1;
  // Backward, the filter is read like the picture, along the output channels.
  const filter = common.direction === 'forward' ? componentsFor(channels.filter) : read;
  const options: GatherOptions = { ...common, read, filter, tile: { lanes, pixels, channelGroups } };
  const invocations = laneProgram(lanes, workgroup);
  return {
    pixels,
    channels: 4 * lanes.count * channelGroups,
    tiles: invocations.workgroup / lanes.count,
    program: {
      key: `Conv2D ${[workgroup, lanes.key, pixels, channelGroups, read, filter, ...Object.values(common)].join()}`,
      ...invocations,
      uniforms,
      ...bindings(options),
      source: () => gatherSource(options),
    },
  };
}

/** Computed by workgroups. */
function workgroupPlan(common: Common, channels: Channels, tile: WorkgroupTile): Plan {
  const [read, filter] = [componentsFor(channels.read), componentsFor(channels.filter)];
  const options: WorkgroupGatherOptions = { ...common, read, filter, tile };
  return {
    pixels: tile.pixels,
    channels: tile.channels,
    tiles: 1,
    program: {
      key: `Conv2D by workgroups ${[...Object.values(tile), read, filter, ...Object.values(common)].join()}`,
      workgroup: tile.invocations,
      uniforms,
      ...bindings(options),
      source: () => workgroupGatherSource(options),
    },
  };
}

/**
 * Layers whose tensors are at equal distances, like taps of one filter: see `stacked-webgpu.ts`. In
 * floats.
 */
interface Stacked {
  readonly tapStride: number;
  readonly biasStride: number;
}

interface Operands {
  readonly stacked?: Stacked;
  readonly read: Bound;
  readonly weights: Bound;
  readonly bias?: Bound;
  readonly added?: tf.TensorInfo;
  readonly relu?: boolean;
  readonly stored?: Stored;
  /**
   * Use the program of layers with a bias even without one, so that no other program is compiled.
   */
  readonly asBiased?: boolean;
}

/** Not yet dispatched. */
interface Gathering {
  readonly result: tf.TensorInfo;
  readonly job: Job;
}

function gather(
  backend: SlicedBackend,
  sizes: ConvolutionSizes,
  direction: GatherDirection,
  { read, weights, bias, added, relu = false, stored = 'float32', stacked, asBiased = bias !== undefined }: Operands,
  variant: ConvolutionVariant,
): Gathering {
  const { batch, inSize, inChannels, outSize, outChannels, filterSize, strides, padding } = sizes;
  const forward = direction === 'forward';
  const [readChannels, writtenChannels] = forward ? [inChannels, outChannels] : [outChannels, inChannels];
  const phases = forward ? one : strides;
  const phaseSize = ceilDivide(forward ? outSize : inSize, phases);
  const phasePixels = batch * phaseSize[0] * phaseSize[1];
  const phaseCount = phases[0] * phases[1];
  const common: Common = { direction, written: componentsFor(writtenChannels), bias: asBiased, relu };
  const channels = { read: readChannels, written: writtenChannels, filter: outChannels };
  const wide = fittingWorkgroup(variant.workgroupTiles?.shapes ?? [], {
    pixels: phasePixels,
    channels: writtenChannels,
    workgroups: (variant.workgroupTiles?.workgroups ?? 0) / phaseCount,
  });
  const plan = wide ? workgroupPlan(common, channels, wide) : lanePlan(common, channels, variant);
  const pixelTiles = Math.ceil(phasePixels / plan.pixels);
  const channelTiles = Math.ceil(writtenChannels / plan.channels);
  const result = makeResult(backend, forward ? outShape(sizes) : inShape(sizes), stored);
  const call: Dispatch = {
    uniforms: {
      readSize: forward ? inSize : outSize,
      writtenSize: forward ? outSize : inSize,
      filterSize,
      strides,
      padding,
      channels: [readChannels, writtenChannels],
      filterStrides: forward ? [outChannels, 1] : [1, outChannels],
      phases,
      phaseSize,
      tapStride: stacked?.tapStride ?? inChannels * outChannels,
      biasStride: stacked?.biasStride ?? 0,
      batch,
      pixelTiles,
      channelTiles,
      isBiased: bias ? 1 : 0,
      isAdded: added ? 1 : 0,
    },
    reads: { x: read, weights, ...(asBiased && { bias: bias ?? weights, added: added ?? bias ?? weights }) },
    writes: { result },
    workgroups: Math.ceil((channelTiles * pixelTiles * phaseCount) / plan.tiles),
  };
  return { result, job: { program: plan.program, call } };
}

function run(backend: SlicedBackend, { result, job }: Gathering): tf.TensorInfo {
  dispatch(backend, job.program, job.call);
  return result;
}

interface Convolving {
  readonly x: Bound;
  readonly filter: Bound;
  readonly stacked?: Stacked;
  readonly bias?: tf.TensorInfo;
  /** Added to the result, with the same shape; cannot be combined with `relu`. */
  readonly added?: tf.TensorInfo;
  readonly relu?: boolean;
  readonly stored?: Stored;
  readonly asBiased?: boolean;
}

/** x [n, h, w, in], filter [height, width, in, out], bias [out] -> [n, h', w', out] */
export function convolving(
  backend: SlicedBackend,
  sizes: ConvolutionSizes,
  { x, filter, relu = false, ...others }: Convolving,
  variant: ConvolutionVariant,
): Gathering {
  return gather(backend, sizes, 'forward', { read: x, weights: filter, relu, ...others }, variant);
}

interface Transposing {
  readonly dy: Bound;
  readonly filter: Bound;
  readonly stacked?: Stacked;
  readonly bias?: Bound;
  readonly added?: tf.TensorInfo;
  readonly stored?: Stored;
}

/**
 * d loss / d x from dy = d loss / d out [n, h', w', out] -> [n, h, w, in]. A transposed convolution
 * computes the same, with a bias [in].
 */
export function transposing(
  backend: SlicedBackend,
  sizes: ConvolutionSizes,
  { dy, filter, ...others }: Transposing,
  variant: ConvolutionVariant,
): Gathering {
  return gather(backend, sizes, 'backward', { read: dy, weights: filter, ...others }, variant);
}

/** See `convolving`. */
export function convolve(...args: Parameters<typeof convolving>): tf.TensorInfo {
  return run(args[0], convolving(...args));
}

/** See `transposing`. */
export function inputGradient(...args: Parameters<typeof transposing>): tf.TensorInfo {
  return run(args[0], transposing(...args));
}
