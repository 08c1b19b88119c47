/** The shortest kernel, and so the best model for a new one. */
import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { webgpuUpsampleNearest } from './webgpu.ts';

/** Every pixel becomes four, by nearest-neighbour interpolation. [n, h, w, c] -> [n, 2h, 2w, c] */
export function upsampleNearest(x: tf.Tensor4D): tf.Tensor4D {
  return webgpuBackend() ? webgpuUpsampleNearest(x) : referenceUpsampleNearest(x);
}

/**
 * tfjs' own operation. Tests compare the kernel with it, and backends without the kernel use it.
 */
export function referenceUpsampleNearest(x: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = x.shape;
  return tf.image.resizeNearestNeighbor(x, [2 * height, 2 * width]);
}
