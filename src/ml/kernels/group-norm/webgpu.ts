/**
 * Registers group normalization for tfjs' WebGPU backend: one dispatch forward and one backward.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterKind } from '../../device/adapter.ts';
import { requiredWebgpuBackend } from '../../device/current-backend.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { sumBothLater } from '../deferred-sum/index.ts';
import { makeResult } from '../half/index.ts';
import { dispatch } from '../shared/compute-program.ts';
import { registerOwnKernel } from '../shared/register-kernel.ts';
import { backwardProgram, type Components, forwardProgram, type GroupNormVariant } from './group-norm.wgsl.ts';
import type { GroupNormOptions, SharedGroupNorm } from './reference.ts';

const kernelName = 'FusedGroupNorm';
const gradientName = 'FusedGroupNormGradient';

/**
 * Workgroups are small on software adapters, because a core runs one at a time and there may be few
 * groups.
 */
export const groupNormVariants: Readonly<Record<AdapterKind, GroupNormVariant>> = {
  lavapipe: { lanes: 1, workgroup: 8 },
  swiftshader: { lanes: 1, workgroup: 4 },
  gpu: { lanes: 128, workgroup: 128 },
};

function adapterVariant(): GroupNormVariant {
  return groupNormVariants[requiredWebgpuBackend().facts.kind];
}

interface Attributes extends GroupNormOptions {
  readonly variant: GroupNormVariant;
  /** Number of other uses of x. */
  readonly others: number;
}

interface Inputs {
  readonly x: tf.TensorInfo;
  readonly gain: tf.TensorInfo;
  readonly offset: tf.TensorInfo;
  readonly added?: tf.TensorInfo;
}

/** The sizes that both directions need. */
function geometry({ shape }: tf.TensorInfo, { groups, activation, variant }: Attributes) {
  const [n = 0, height = 0, width = 0, channels = 0] = shape;
  const components: Components = (channels / groups) % 4 === 0 ? 4 : 1;
  const count = n * groups;
  return {
    n,
    channels,
    components,
    sizes: {
      count,
      groups,
      pixels: height * width,
      channels: channels / components,
      perGroup: channels / groups / components,
      silu: activation === 'silu' ? 1 : 0,
    },
    workgroups: variant.lanes === 1 ? Math.ceil(count / variant.workgroup) : count,
  };
}

/** [y, statistics [n, 4, channels], and x once for each other use] */
function runForward(backend: SlicedBackend, inputs: Inputs, attributes: Attributes): tf.TensorInfo[] {
  const { x, gain, offset, added } = inputs;
  const { n, channels, components, sizes, workgroups } = geometry(x, attributes);
  // Without an activation the result feeds attention, whose products take floats.
  const y = makeResult(backend, x.shape, attributes.activation === 'silu' ? 'activation' : 'float32');
  const statistics = backend.makeTensorInfo([n, 4, channels], 'float32');
  dispatch(backend, forwardProgram(attributes.variant, components), {
    uniforms: {
      ...sizes,
      gainStride: gain.shape[0] === 1 ? 0 : sizes.channels,
      addedStride: added ? sizes.channels : 0,
      isAdded: added ? 1 : 0,
      epsilon: attributes.epsilon,
    },
    reads: { x, gain, offset, added: added ?? gain },
    writes: { y, statistics },
    workgroups,
  });
  const handedOn = Array.from({ length: attributes.others }, () => {
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  });
  return [y, statistics, ...handedOn];
}

interface GradientInputs {
  readonly x: tf.TensorInfo;
  readonly dy: tf.TensorInfo;
  readonly statistics: tf.TensorInfo;
  /** The gradient of x from its other uses. */
  readonly other?: tf.TensorInfo;
  readonly another?: tf.TensorInfo;
}

interface GradientAttributes extends Attributes {
  /** Number of rows of gain and offset: one for all images, or one for each. */
  readonly rows: number;
}

/** Computes the gradients of x, gain, offset and the added value. */
function runBackward(backend: SlicedBackend, inputs: GradientInputs, attributes: GradientAttributes): tf.TensorInfo[] {
  const { x, dy, statistics, other = statistics, another = statistics } = inputs;
  const { rows, others, variant } = attributes;
  const { n, channels, components, sizes, workgroups } = geometry(x, attributes);
  const dx = makeResult(backend, x.shape);
  const addedGradient = backend.makeTensorInfo([n, channels], 'float32');
  // If each image has its own gain, its gradient needs no sum. A shared gain's gradient has a part
  // from each image.
  const split = rows === n ? n * channels : Math.ceil(channels / 4) * 4;
  const sum = { parts: n / rows, shape: [rows, channels], stride: split };
  const { results, parts, distance } = sumBothLater(backend, sum, sum);
  dispatch(backend, backwardProgram(variant, components), {
    uniforms: {
      ...sizes,
      affineStride: (rows === n ? channels : split) / components,
      offsetGradients: distance / components,
      others,
    },
    reads: { x, dy, statistics, other, another },
    writes: { dx, affineGradients: parts, addedGradient },
    workgroups,
  });
  return [dx, ...results, addedGradient];
}

registerOwnKernel(kernelName, runForward);
registerOwnKernel(gradientName, runBackward);
tf.registerGradient({
  kernelName,
  inputsToSave: ['x', 'gain'],
  outputsToSave: [false, true],
  gradFunc: (dys, saved, attrs) => {
    const [dy, , other, another] = dys as tf.Tensor[];
    const [x, gain, statistics] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    // Computed before the functions below, because each of them runs in its own tidy, which would
    // free tensors that another one needs.
    const gradients = tf
      .engine()
      .runKernel<tf.Tensor[]>(
        gradientName,
        { x, dy: dy as tf.Tensor, statistics, ...(other && { other }), ...(another && { another }) },
        { ...attrs, rows: gain.shape[0] ?? 1 },
      );
    const [dx, dGain, dOffset, dAdded] = gradients as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    return { x: () => dx, gain: () => dGain, offset: () => dOffset, added: () => dAdded };
  },
});

function run(
  inputs: tf.NamedTensorMap,
  options: GroupNormOptions,
  others: number,
  variant = adapterVariant(),
): tf.Tensor4D[] {
  const attributes = { ...options, variant: { ...variant }, others };
  const [y, , ...handedOn] = tf
    .engine()
    .runKernel<[tf.Tensor4D, tf.Tensor, ...tf.Tensor4D[]]>(kernelName, inputs, attributes);
  return [y, ...handedOn];
}

/**
 * See `groupNorm`. Call it only while the WebGPU backend is current; it uses that adapter's
 * variant.
 */
export function webgpuGroupNorm(
  x: tf.Tensor4D,
  gain: tf.Tensor2D,
  offset: tf.Tensor2D,
  options: GroupNormOptions,
  added?: tf.Tensor2D,
  variant?: GroupNormVariant,
): tf.Tensor4D {
  const [y] = run({ x, gain, offset, ...(added && { added }) }, options, 0, variant);
  return y as tf.Tensor4D;
}

/**
 * See `groupNormOfShared`. Call it only while the WebGPU backend is current; it uses that adapter's
 * variant.
 */
export function webgpuGroupNormOfShared(
  x: tf.Tensor4D,
  gain: tf.Tensor2D,
  offset: tf.Tensor2D,
  options: GroupNormOptions,
  others: 1 | 2,
  variant?: GroupNormVariant,
): SharedGroupNorm {
  const [y, ...handedOn] = run({ x, gain, offset }, options, others, variant);
  return { y: y as tf.Tensor4D, handedOn };
}
