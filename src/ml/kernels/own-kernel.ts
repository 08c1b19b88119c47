/** Kernels that tfjs has not: of its WebGPU backend alone, under names of our own. */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../device/sliced-backend.ts';

/** tfjs gives every kernel its backend, inputs and attributes without their types: here, and only here, they get what the kernel's callers hand in. */
export function registerOwnKernel<Inputs, Attributes = undefined>(
  kernelName: string,
  run: (backend: SlicedBackend, inputs: Inputs, attributes: Attributes) => tf.TensorInfo | tf.TensorInfo[],
): void {
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ backend, inputs, attrs }) =>
      run(backend as SlicedBackend, inputs as unknown as Inputs, attrs as unknown as Attributes),
  });
}
