/**
 * Standard normal noise on the device: the numbers of `RandomStream.normal`, computed where they
 * are used instead of uploaded.
 */
import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import type { RandomStream } from '../../random.ts';
import { type Shape4D, webgpuNormal } from './webgpu.ts';

export type { Shape4D };

/**
 * N(0, 1): element i (row-major) is number i of `stream.normal(counter, ...)`, on WebGPU to about
 * 1e-6, elsewhere exactly. A pure function of its arguments. The tensor belongs to the caller.
 */
export function randomNormal(shape: Shape4D, stream: RandomStream, counter = 0): tf.Tensor4D {
  const draw = webgpuBackend() ? webgpuNormal : referenceNormal;
  return draw(shape, stream, counter);
}

/**
 * Computed by the host and uploaded. The kernel is checked against it, and backends without the
 * kernel use it.
 */
export function referenceNormal(shape: Shape4D, stream: RandomStream, counter: number): tf.Tensor4D {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  stream.normal(counter, values);
  return tf.tensor4d(values, shape);
}
