/** Whether tensors may be slices and steps may be recorded: on our WebGPU backend. Apart from `sliced-backend.ts`, which loads tfjs' WebGPU backend. */
import type { KernelBackend } from '@tensorflow/tfjs-core';
import type { SlicedBackend } from './sliced-backend.ts';

export type { SlicedBackend };

/** Not by `instanceof`: whoever trains on another backend would load tfjs' WebGPU backend with it. */
export function hasSlices(backend: KernelBackend): backend is SlicedBackend {
  return 'putInto' in backend;
}
