/** Which backend computes: asked in one place. Apart from `sliced-backend.ts`, which loads tfjs' WebGPU backend. */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from './sliced-backend.ts';

export type { SlicedBackend };

/** Our WebGPU backend, where it is the current one; else null: then kernels of ours, slices and recordings are not to be had. */
export function webgpuBackend(): SlicedBackend | null {
  const backend = tf.backend();
  // Not by `instanceof`: whoever trains on another backend would load tfjs' WebGPU backend with it.
  return 'putInto' in backend ? (backend as SlicedBackend) : null;
}

/** Whether the current backend computes while it is called, and hears nothing meanwhile: tfjs' JavaScript backend. */
export function blocksWhileComputing(): boolean {
  return tf.getBackend() === 'cpu';
}

/** Gives the memory of buffers back that nobody uses: after something that will not be asked for again soon. */
export function freeUnusedMemory(): void {
  webgpuBackend()?.freeUnused();
}
