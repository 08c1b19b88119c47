/** Whether tensors may be slices and steps may be recorded: on our WebGPU backend. Apart from `sliced-backend.ts`, which loads tfjs' WebGPU backend. */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from './sliced-backend.ts';

export type { SlicedBackend };

/** Not by `instanceof`: whoever trains on another backend would load tfjs' WebGPU backend with it. */
export function hasSlices(backend: tf.KernelBackend): backend is SlicedBackend {
  return 'putInto' in backend;
}

/** Gives the memory of buffers back that nobody uses: after something that will not be asked for again soon. */
export function freeUnusedMemory(): void {
  const backend = tf.backend();
  if (hasSlices(backend)) backend.freeUnused();
}
