/**
 * Activations in half precision: between kernels a network's pictures are stored as `f16`, at half
 * the memory and traffic. All arithmetic stays float32, as do weights, statistics, attention and
 * everything else that a kernel without support for halves reads. To tfjs every such tensor is
 * float32, and it is widened in place when it is used so (see `SlicedBackend.makeHalf`).
 * Micikevicius et al. 2018, "Mixed Precision Training"; the loss scaling is in `adamw/`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type SlicedBackend, webgpuBackend } from '../../device/current-backend.ts';
import { type ComputeProgram, dispatch } from '../shared/compute-program.ts';

/** Whether the current backend's device supports it. */
export function canStoreHalves(): boolean {
  return webgpuBackend()?.facts.features.has('shader-f16') ?? false;
}

const scopes = new WeakSet<object>();

/**
 * Kernels with support for halves store their results within `compute`, on the current backend, in
 * half precision. Throws if the device cannot.
 */
export function inHalfPrecision<Result>(compute: () => Result): Result {
  const backend = tf.backend();
  if (!canStoreHalves()) throw new Error('a device without shader-f16');
  if (scopes.has(backend)) return compute();
  scopes.add(backend);
  try {
    return compute();
  } finally {
    scopes.delete(backend);
  }
}

/** How a result is stored: as the open scope stores activations, or always in float32. */
export type Stored = 'activation' | 'float32';

/**
 * A tensor for a kernel's result, [..., channels]. Only whole vectors become halves: a network's
 * output of three channels is float32.
 */
export function makeResult(backend: SlicedBackend, shape: number[], stored: Stored = 'activation'): tf.TensorInfo {
  const narrow = stored === 'activation' && scopes.has(backend) && (shape.at(-1) ?? 0) % 4 === 0;
  return narrow
    ? backend.makeHalf(shape, (half, floats) => widen(backend, half, floats))
    : backend.makeTensorInfo(shape, 'float32');
}

const widening: ComputeProgram = {
  key: 'Widen',
  workgroup: 64,
  uniforms: { elements: 'i32' },
  reads: { narrow: 'vec4<f16>' },
  writes: { wide: 'vec4<f32>' },
  takes: 'index',
  source: /* wgsl */ `
    fn main(i : i32) {
      if (i < uniforms.elements) { wide[i] = vec4<f32>(narrow[i]); }
    }
  `,
};

function widen(backend: SlicedBackend, narrow: GPUBuffer, wide: tf.TensorInfo): void {
  const elements = tf.util.sizeFromShape(wide.shape) / 4;
  dispatch(backend, widening, {
    uniforms: { elements },
    reads: { narrow },
    writes: { wide },
    workgroups: Math.ceil(elements / widening.workgroup),
  });
}
