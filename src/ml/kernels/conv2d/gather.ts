/** Forward convolution and input gradient on the device. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { componentsFor, elementOf } from '../components.ts';
import { type ComputeProgram, dispatch } from '../compute-program.ts';
import { type GatherText, gatherText } from './gather.wgsl.ts';
import { laneProgram } from './lanes.wgsl.ts';
import { type ConvolutionSizes, inShape, outShape } from './shape.ts';
import { type ConvolutionVariant, fitting } from './variants.ts';

const one = [1, 1] as const;

function ceilDivide(a: readonly [number, number], b: readonly [number, number]): [number, number] {
  return [Math.ceil(a[0] / b[0]), Math.ceil(a[1] / b[1])];
}

function gatherProgram(text: GatherText, workgroup: number): ComputeProgram {
  const { tile, ...rest } = text;
  const { read, filter, written, bias } = rest;
  const { lanes, pixels, channelGroups } = tile;
  return {
    key: `Conv2D ${[workgroup, lanes.key, pixels, channelGroups, ...Object.values(rest)].join()}`,
    ...laneProgram(lanes, workgroup),
    uniforms: {
      readSize: 'vec2<i32>',
      writtenSize: 'vec2<i32>',
      filterSize: 'vec2<i32>',
      strides: 'vec2<i32>',
      padding: 'vec2<i32>',
      // Read, written.
      channels: 'vec2<i32>',
      // From a channel read, and a channel written, to the next: the filter is [height, width, in, out].
      filterStrides: 'vec2<i32>',
      phases: 'vec2<i32>',
      phaseSize: 'vec2<i32>',
      batch: 'i32',
      // Of one phase.
      pixelTiles: 'i32',
      channelTiles: 'i32',
      // Elements from a pixel read to the next.
      readStride: 'i32',
    },
    reads: { x: elementOf(read), weights: elementOf(filter), ...(bias && { bias: elementOf(written) }) },
    writes: { result: elementOf(written) },
    text: () => gatherText(text),
  };
}

interface Operands {
  readonly read: tf.TensorInfo;
  readonly weights: tf.TensorInfo;
  readonly bias?: tf.TensorInfo;
  readonly relu?: boolean;
}

function gather(
  backend: WebGPUBackend,
  sizes: ConvolutionSizes,
  direction: GatherText['direction'],
  { read, weights, bias, relu = false }: Operands,
  variant: ConvolutionVariant,
): tf.TensorInfo {
  const { batch, inSize, inChannels, outSize, outChannels, filterSize, strides, padding } = sizes;
  const forward = direction === 'forward';
  const [readChannels, writtenChannels] = forward ? [inChannels, outChannels] : [outChannels, inChannels];
  const tile = fitting(writtenChannels, variant.tiles);
  const { lanes, pixels } = tile;
  const channelGroups = Math.min(tile.channelGroups, Math.ceil(writtenChannels / (4 * lanes.count)));
  const readsVectors = tile.vectors && componentsFor(readChannels) === 4;
  const text: GatherText = {
    direction,
    read: readsVectors ? 4 : 1,
    // Backward the filter is read as the picture is, along the output channels.
    filter: forward ? componentsFor(outChannels) : readsVectors ? 4 : 1,
    written: componentsFor(writtenChannels),
    bias: bias !== undefined,
    relu,
    tile: { lanes, pixels, channelGroups },
  };
  const phases = forward ? one : strides;
  const phaseSize = ceilDivide(forward ? outSize : inSize, phases);
  const pixelTiles = Math.ceil((batch * phaseSize[0] * phaseSize[1]) / pixels);
  const channelTiles = Math.ceil(writtenChannels / (4 * lanes.count * channelGroups));
  const program = gatherProgram(text, variant.workgroup);
  const tilesPerWorkgroup = program.workgroup / lanes.count;
  const result = backend.makeTensorInfo(forward ? outShape(sizes) : inShape(sizes), 'float32');
  dispatch(backend, program, {
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
      batch,
      pixelTiles,
      channelTiles,
      readStride: readChannels / text.read,
    },
    reads: { x: read, weights, ...(bias && { bias }) },
    writes: { result },
    workgroups: Math.ceil((channelTiles * pixelTiles * phases[0] * phases[1]) / tilesPerWorkgroup),
  });
  return result;
}

/** x [n, h, w, in], filter [height, width, in, out], bias [out] -> [n, h', w', out] */
export function convolve(
  backend: WebGPUBackend,
  sizes: ConvolutionSizes,
  { x, filter, bias, relu }: { x: tf.TensorInfo; filter: tf.TensorInfo; bias?: tf.TensorInfo; relu?: boolean },
  variant: ConvolutionVariant,
): tf.TensorInfo {
  const operands: Operands = { read: x, weights: filter, relu: relu ?? false, ...(bias && { bias }) };
  return gather(backend, sizes, 'forward', operands, variant);
}

/** d loss / d x from dy = d loss / d out [n, h', w', out]; also what a transposed convolution computes, then with a bias [in]. -> [n, h, w, in] */
export function inputGradient(
  backend: WebGPUBackend,
  sizes: ConvolutionSizes,
  { dy, filter, bias }: { dy: tf.TensorInfo; filter: tf.TensorInfo; bias?: tf.TensorInfo },
  variant: ConvolutionVariant,
): tf.TensorInfo {
  return gather(backend, sizes, 'backward', { read: dy, weights: filter, ...(bias && { bias }) }, variant);
}
