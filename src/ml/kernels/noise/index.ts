/** Standard normal noise on the device: the numbers of `RandomStream.normal`, made where they are used instead of uploaded. */
import * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from '../../random.ts';
import { referenceNormal, type Shape4D } from './reference.ts';
import { webgpuNormal } from './webgpu.ts';

/**
 * N(0, 1): element i (row-major) is number i of `stream.normal(counter, ...)`, on WebGPU to about 1e-6, elsewhere exactly. A pure function
 * of its arguments. The tensor is the caller's.
 */
export function randomNormal(shape: Shape4D, stream: RandomStream, counter = 0): tf.Tensor4D {
  const draw = tf.getBackend() === 'webgpu' ? webgpuNormal : referenceNormal;
  return draw(shape, stream, counter);
}
