/**
 * Which backend computes. Separate from `sliced-backend.ts`, because that loads tfjs' WebGPU
 * backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from './sliced-backend.ts';

export type { SlicedBackend };

/**
 * Our WebGPU backend if it is the current one, else null. Without it there are no kernels of ours,
 * no slices and no recordings.
 */
export function webgpuBackend(): SlicedBackend | null {
  const backend = tf.backend();
  // Not `instanceof`, which would load tfjs' WebGPU backend for training on another backend.
  return 'putInto' in backend ? (backend as SlicedBackend) : null;
}

/** Our WebGPU backend. Throws if another is the current one. */
export function requiredWebgpuBackend(): SlicedBackend {
  const backend = webgpuBackend();
  if (!backend) throw new Error('the current backend is not our WebGPU backend');
  return backend;
}

/**
 * Whether the current backend computes inside the call and so blocks all messages: tfjs' JavaScript
 * backend.
 */
export function blocksWhileComputing(): boolean {
  return tf.getBackend() === 'cpu';
}

/** Frees the memory of unused buffers. Call it after something that will not be repeated soon. */
export function freeUnusedMemory(): void {
  webgpuBackend()?.freeUnused();
}
