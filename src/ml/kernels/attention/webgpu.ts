/**
 * Attention in tfjs' registry, for its WebGPU backend: one dispatch forward and two back, for any
 * number of heads.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterFacts, AdapterKind } from '../../device/adapter.ts';
import { requiredWebgpuBackend } from '../../device/current-backend.ts';
import { tensorsInOneRange } from '../../device/one-range.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { type ComputeProgram, dispatch } from '../shared/compute-program.ts';
import { registerOwnKernel } from '../shared/register-kernel.ts';
import { componentsFor } from '../shared/vector-width.ts';
import { alone } from './alone.wgsl.ts';
import {
  type AttentionTiles,
  forwardProgram,
  keyGradientProgram,
  keysPerBlock,
  queryGradientProgram,
} from './attention.wgsl.ts';
import { together } from './together.wgsl.ts';

const kernelName = 'FusedAttention';
const gradientName = 'FusedAttentionGradient';

/** By adapter. With tiles of four by four products a load serves four products. */
const attentionTiles = {
  // A workgroup has as many invocations as the adapter computes at a time. More elements run no
  // faster and take twice as long to compile.
  lavapipe: alone({ queries: 4, elements: 1, workgroup: 8 }),
  // Compiles in a third of the time of the others.
  lavapipeFewTokens: alone({ queries: 1, elements: 1, workgroup: 8 }),
  // Reading another lane's register costs a tenth of a load: see the convolutions' variants.
  lavapipeSubgroups: together({ lanes: 8, queries: 8, elements: 2 }),
  swiftshader: alone({ queries: 4, elements: 4, workgroup: 4 }),
  // Not measured on any GPU. There are few tokens for a GPU's many cores, so this uses as many
  // invocations as possible.
  gpu: alone({ queries: 1, elements: 2, workgroup: 32 }),
} as const satisfies Readonly<Record<AdapterKind | 'lavapipeFewTokens' | 'lavapipeSubgroups', AttentionTiles>>;

export type AttentionTilesName = keyof typeof attentionTiles;

/**
 * Number of tokens from which lavapipe uses the faster kernels. With fewer, attention is a
 * hundredth of a step, and these kernels would delay a first step by two seconds of compiling.
 */
const manyTokens = 256;

function tilesFor({ kind, subgroupLanes }: AdapterFacts, { shape }: tf.TensorInfo): AttentionTilesName {
  const [, tokens = 0] = shape;
  if (kind !== 'lavapipe') return kind;
  if (tokens < manyTokens) return 'lavapipeFewTokens';
  return subgroupLanes === 8 ? 'lavapipeSubgroups' : kind;
}

interface Attributes {
  readonly heads: number;
  readonly tiles: AttentionTilesName;
}

interface Inputs {
  readonly q: tf.TensorInfo;
  readonly k: tf.TensorInfo;
  readonly v: tf.TensorInfo;
}

interface GradientInputs extends Inputs {
  readonly dy: tf.TensorInfo;
  readonly probability: tf.TensorInfo;
}

function geometry({ shape }: tf.TensorInfo, { heads, tiles: name }: Attributes) {
  const tiles = attentionTiles[name];
  const [n = 0, tokens = 0, channels = 0] = shape;
  const width = channels / heads;
  const components = componentsFor(width);
  const queryTiles = Math.ceil(tokens / tiles.queriesPerWorkgroup);
  const rows = queryTiles * tiles.queriesPerWorkgroup;
  const keyBlocks = tiles.blocks * Math.ceil(tokens / (keysPerBlock * tiles.blocks));
  return {
    tiles,
    components,
    maps: n * heads,
    queryTiles,
    keyTiles: Math.ceil(tokens / tiles.keysPerWorkgroup),
    probabilityShape: [n * heads, rows, keysPerBlock * keyBlocks],
    uniforms: {
      heads,
      tokens,
      keyBlocks,
      rows,
      channels: channels / components,
      width: width / components,
      scale: width ** -0.5,
    },
  } as const;
}

type Geometry = ReturnType<typeof geometry>;

/** Whether the device can bind the probabilities. */
export function fits({ facts }: SlicedBackend, q: tf.TensorInfo, heads: number): boolean {
  const { probabilityShape } = geometry(q, { heads, tiles: tilesFor(facts, q) });
  return 4 * tf.util.sizeFromShape([...probabilityShape]) <= facts.limits.maxStorageBufferBindingSize;
}

function run(
  backend: SlicedBackend,
  program: ComputeProgram,
  { maps, uniforms }: Geometry,
  tiles: number,
  reads: Record<string, tf.TensorInfo>,
  writes: Record<string, tf.TensorInfo>,
): void {
  dispatch(backend, program, { uniforms: { ...uniforms, tiles }, reads, writes, workgroups: maps * tiles });
}

/** [output, probabilities in the kernels' layout] */
function runForward(backend: SlicedBackend, { q, k, v }: Inputs, attributes: Attributes): tf.TensorInfo[] {
  const sizes = geometry(q, attributes);
  const answer = backend.makeTensorInfo(q.shape, 'float32');
  const probability = backend.makeTensorInfo([...sizes.probabilityShape], 'float32');
  const program = forwardProgram(sizes.tiles, sizes.components);
  run(backend, program, sizes, sizes.queryTiles, { q, k, v }, { answer, probability });
  return [answer, probability];
}

/** The gradients of q, k and v. */
function runBackward(backend: SlicedBackend, inputs: GradientInputs, attributes: Attributes): tf.TensorInfo[] {
  const { q, k, v, dy, probability } = inputs;
  const sizes = geometry(q, attributes);
  const { tiles, components, queryTiles, keyTiles } = sizes;
  // In a network these are the gradients of layers with one input, which process them together.
  const { tensors } = tensorsInOneRange(backend, [q.shape, q.shape, q.shape]);
  const [dq, dk, dv] = tensors as [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo];
  const scoreGradient = backend.makeTensorInfo([...sizes.probabilityShape], 'float32');
  const ofQueries = { dy, k, v, probability };
  run(backend, queryGradientProgram(tiles, components), sizes, queryTiles, ofQueries, { dq, scoreGradient });
  const ofKeys = { dy, q, probability, scoreGradient };
  run(backend, keyGradientProgram(tiles, components), sizes, keyTiles, ofKeys, { dk, dv });
  backend.disposeData(scoreGradient.dataId);
  return [dq, dk, dv];
}

registerOwnKernel(kernelName, runForward);
registerOwnKernel(gradientName, runBackward);
tf.registerGradient({
  kernelName,
  inputsToSave: ['q', 'k', 'v'],
  outputsToSave: [false, true],
  gradFunc: (dys, saved, attrs) => {
    const [dy] = dys as [tf.Tensor];
    const [q, k, v, probability] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    // Computed before the functions below, because each of them runs in its own tidy, which would
    // free tensors that another one needs.
    const [dq, dk, dv] = tf
      .engine()
      .runKernel<[tf.Tensor, tf.Tensor, tf.Tensor]>(gradientName, { q, k, v, dy, probability }, attrs);
    return { q: () => dq, k: () => dk, v: () => dv };
  },
});

/**
 * See `attention`. Only while the WebGPU backend is current, and for inputs that `fits` accepts;
 * the tiles are the adapter's.
 */
export function webgpuAttention(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  heads: number,
  tiles = tilesFor(requiredWebgpuBackend().facts, q),
): tf.Tensor3D {
  const [answer] = tf.engine().runKernel<[tf.Tensor3D, tf.Tensor]>(kernelName, { q, k, v }, { heads, tiles });
  return answer;
}
