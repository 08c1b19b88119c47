/** Group normalization in tfjs' registry, for its WebGPU backend: one dispatch forward, at most two back. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { type AdapterKind, adapterKind } from '../adapter.ts';
import { dispatch } from '../compute-program.ts';
import { affineSums, backwardProgram, forwardProgram, type GroupNormVariant } from './group-norm.wgsl.ts';
import type { GroupNormOptions } from './reference.ts';

const kernelName = 'FusedGroupNorm';
const gradientName = 'FusedGroupNormGradient';

/** Small workgroups on software adapters: a core takes one at a time, and there may be few groups. */
export const groupNormVariants: Readonly<Record<AdapterKind, GroupNormVariant>> = {
  lavapipe: { lanes: 1, workgroup: 8 },
  swiftshader: { lanes: 1, workgroup: 4 },
  gpu: { lanes: 128, workgroup: 128 },
};

interface Attributes extends GroupNormOptions {
  readonly variant: GroupNormVariant;
}

interface Geometry {
  readonly components: 1 | 4;
  readonly uniforms: Record<string, number>;
  readonly workgroups: number;
}

function geometry({ x, gain, added }: Inputs, { groups, epsilon, activation, variant }: Attributes): Geometry {
  const [n = 0, height = 0, width = 0, channels = 0] = x.shape;
  const components = (channels / groups) % 4 === 0 ? 4 : 1;
  const count = n * groups;
  return {
    components,
    uniforms: {
      count,
      groups,
      pixels: height * width,
      channels: channels / components,
      perGroup: channels / groups / components,
      gainStride: gain.shape[0] === 1 ? 0 : channels / components,
      addedStride: added ? channels / components : 0,
      isAdded: added ? 1 : 0,
      epsilon,
      silu: activation === 'silu' ? 1 : 0,
    },
    workgroups: variant.lanes === 1 ? Math.ceil(count / variant.workgroup) : count,
  };
}

interface Inputs {
  readonly x: tf.TensorInfo;
  readonly gain: tf.TensorInfo;
  readonly offset: tf.TensorInfo;
  readonly added?: tf.TensorInfo;
}

/** [y, statistics [n, 2, channels]] */
function runForward(backend: WebGPUBackend, inputs: Inputs, attributes: Attributes): tf.TensorInfo[] {
  const { x, gain, offset, added = gain } = inputs;
  const [n = 0, , , channels = 0] = x.shape;
  const { components, uniforms, workgroups } = geometry(inputs, attributes);
  const y = backend.makeTensorInfo(x.shape, 'float32');
  const statistics = backend.makeTensorInfo([n, 2, channels], 'float32');
  dispatch(backend, forwardProgram(attributes.variant, components), {
    uniforms,
    reads: { x, gain, offset, added },
    writes: { y, statistics },
    workgroups,
  });
  return [y, statistics];
}

interface GradientInputs extends Inputs {
  readonly dy: tf.TensorInfo;
  readonly statistics: tf.TensorInfo;
}

/** The gradients of x, gain, offset and what is added. */
function runBackward(backend: WebGPUBackend, inputs: GradientInputs, attributes: Attributes): tf.TensorInfo[] {
  const { x, gain, offset, dy, statistics } = inputs;
  const { components, uniforms, workgroups } = geometry(inputs, attributes);
  const [n = 0, , , channels = 0] = x.shape;
  const [rows = 0] = gain.shape;
  const make = (...shape: number[]) => backend.makeTensorInfo(shape, 'float32');
  const [dx, affineGradient, addedGradient] = [make(...x.shape), make(n, 2, channels), make(n, channels)];
  dispatch(backend, backwardProgram(attributes.variant, components), {
    uniforms,
    reads: { x, dy, statistics, gain, offset },
    writes: { dx, affineGradient, addedGradient },
    workgroups,
  });
  const [gainGradient, offsetGradient] = [make(rows, channels), make(rows, channels)];
  dispatch(backend, affineSums, {
    uniforms: { rows, imagesPerRow: n / rows, channels },
    reads: { perImage: affineGradient },
    writes: { gainGradient, offsetGradient },
    workgroups: Math.ceil((rows * channels) / affineSums.workgroup),
  });
  backend.disposeData(affineGradient.dataId);
  return [dx, gainGradient, offsetGradient, addedGradient];
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
  inputsToSave: ['x', 'gain', 'offset'],
  outputsToSave: [false, true],
  gradFunc: (dys, saved, attrs) => {
    const [dy] = dys as tf.Tensor[];
    const [x, gain, offset, statistics] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    // At once: each of the functions below runs in a tidy of its own, which would free what another one needs.
    const gradients = tf
      .engine()
      .runKernel<tf.Tensor[]>(gradientName, { x, gain, offset, dy: dy as tf.Tensor, statistics }, attrs);
    const [dx, dGain, dOffset, dAdded] = gradients as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    return { x: () => dx, gain: () => dGain, offset: () => dOffset, added: () => dAdded };
  },
});

/** See `groupNorm`. Only while the WebGPU backend is the current one; the variant is the adapter's. */
export function webgpuGroupNorm(
  x: tf.Tensor4D,
  gain: tf.Tensor2D,
  offset: tf.Tensor2D,
  options: GroupNormOptions,
  added?: tf.Tensor2D,
  variant = groupNormVariants[adapterKind((tf.backend() as WebGPUBackend).device.adapterInfo)],
): tf.Tensor4D {
  const attributes = { ...options, variant: { ...variant } };
  const [y] = tf
    .engine()
    .runKernel<[tf.Tensor4D, tf.Tensor]>(kernelName, { x, gain, offset, ...(added && { added }) }, attributes);
  return y;
}
