/** Attention in tfjs' registry, for its WebGPU backend: one dispatch there, two back, whatever the number of heads. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { type AdapterKind, adapterKind } from '../adapter.ts';
import { type ComputeProgram, dispatch } from '../compute-program.ts';
import {
  type AttentionVariant,
  forwardProgram,
  keyGradientProgram,
  keysPerBlock,
  queryGradientProgram,
} from './attention.wgsl.ts';

const kernelName = 'FusedAttention';
const gradientName = 'FusedAttentionGradient';

/** Of four by four products a load serves four. A workgroup has the lanes that a software adapter computes at a time. */
export const attentionVariants: Readonly<Record<AdapterKind, AttentionVariant>> = {
  // More elements run no faster, and take twice as long to compile.
  lavapipe: { queries: 4, elements: 1, workgroup: 8 },
  swiftshader: { queries: 4, elements: 4, workgroup: 4 },
  // Not measured on any. There are few tokens for so many cores: as many invocations as can be.
  gpu: { queries: 1, elements: 2, workgroup: 32 },
};

interface Attributes {
  readonly heads: number;
  readonly variant: AttentionVariant;
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

function geometry({ shape }: tf.TensorInfo, { heads, variant }: Attributes) {
  const [n = 0, tokens = 0, channels = 0] = shape;
  const width = channels / heads;
  const components = width % 4 === 0 ? 4 : 1;
  const keyBlocks = Math.ceil(tokens / keysPerBlock);
  const queryTiles = Math.ceil(tokens / (variant.queries * variant.workgroup));
  const rows = queryTiles * variant.queries * variant.workgroup;
  return {
    components,
    maps: n * heads,
    queryTiles,
    keyTiles: Math.ceil(keyBlocks / variant.workgroup),
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
export function fits(q: tf.TensorInfo, heads: number): boolean {
  const { device } = tf.backend() as WebGPUBackend;
  const { probabilityShape } = geometry(q, { heads, variant: variantFor(device) });
  return 4 * tf.util.sizeFromShape([...probabilityShape]) <= device.limits.maxStorageBufferBindingSize;
}

function variantFor({ adapterInfo }: GPUDevice): AttentionVariant {
  return attentionVariants[adapterKind(adapterInfo)];
}

function run(
  backend: WebGPUBackend,
  program: ComputeProgram,
  { maps, uniforms }: Geometry,
  tiles: number,
  reads: Record<string, tf.TensorInfo>,
  writes: Record<string, tf.TensorInfo>,
): void {
  dispatch(backend, program, { uniforms: { ...uniforms, tiles }, reads, writes, workgroups: maps * tiles });
}

/** [answer, probabilities: as the kernels keep them] */
function runForward(backend: WebGPUBackend, { q, k, v }: Inputs, attributes: Attributes): tf.TensorInfo[] {
  const sizes = geometry(q, attributes);
  const answer = backend.makeTensorInfo(q.shape, 'float32');
  const probability = backend.makeTensorInfo([...sizes.probabilityShape], 'float32');
  const program = forwardProgram(attributes.variant, sizes.components);
  run(backend, program, sizes, sizes.queryTiles, { q, k, v }, { answer, probability });
  return [answer, probability];
}

/** The gradients of q, k and v. */
function runBackward(backend: WebGPUBackend, inputs: GradientInputs, attributes: Attributes): tf.TensorInfo[] {
  const { q, k, v, dy, probability } = inputs;
  const { variant } = attributes;
  const sizes = geometry(q, attributes);
  const { components, queryTiles, keyTiles } = sizes;
  const like = () => backend.makeTensorInfo(q.shape, 'float32');
  const [dq, dk, dv] = [like(), like(), like()];
  const scoreGradient = backend.makeTensorInfo([...sizes.probabilityShape], 'float32');
  const ofQueries = { dy, k, v, probability };
  run(backend, queryGradientProgram(variant, components), sizes, queryTiles, ofQueries, { dq, scoreGradient });
  const ofKeys = { dy, q, probability, scoreGradient };
  run(backend, keyGradientProgram(variant, components), sizes, keyTiles, ofKeys, { dk, dv });
  backend.disposeData(scoreGradient.dataId);
  return [dq, dk, dv];
}

// tfjs gives every kernel its backend, inputs and attributes without their types.
tf.registerKernel({
  kernelName,
  backendName: 'webgpu',
  kernelFunc: ({ backend, inputs, attrs }) =>
    runForward(backend as WebGPUBackend, inputs as unknown as Inputs, attrs as unknown as Attributes),
});
tf.registerKernel({
  kernelName: gradientName,
  backendName: 'webgpu',
  kernelFunc: ({ backend, inputs, attrs }) =>
    runBackward(backend as WebGPUBackend, inputs as unknown as GradientInputs, attrs as unknown as Attributes),
});
tf.registerGradient({
  kernelName,
  inputsToSave: ['q', 'k', 'v'],
  outputsToSave: [false, true],
  gradFunc: (dys, saved, attrs) => {
    const [dy] = dys as [tf.Tensor];
    const [q, k, v, probability] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    // At once: each of the functions below runs in a tidy of its own, which would free what another one needs.
    const [dq, dk, dv] = tf
      .engine()
      .runKernel<[tf.Tensor, tf.Tensor, tf.Tensor]>(gradientName, { q, k, v, dy, probability }, attrs);
    return { q: () => dq, k: () => dk, v: () => dv };
  },
});

/** See `attention`. Only while the WebGPU backend is the current one, and for what `fits`; the variant is the adapter's. */
export function webgpuAttention(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  heads: number,
  variant = variantFor((tf.backend() as WebGPUBackend).device),
): tf.Tensor3D {
  const attributes = { heads, variant: { ...variant } };
  const [answer] = tf.engine().runKernel<[tf.Tensor3D, tf.Tensor]>(kernelName, { q, k, v }, attributes);
  return answer;
}
