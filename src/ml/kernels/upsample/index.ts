/** The shortest kernel, and so the one to begin a new one with. */
import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { webgpuUpsampleNearest } from './webgpu.ts';

/**
 * Every pixel becomes four: nearest-neighbour interpolation by 2. [n, h, w, c] -> [n, 2h, 2w, c]
 */
export function upsampleNearest(x: tf.Tensor4D): tf.Tensor4D {
  return webgpuBackend() ? webgpuUpsampleNearest(x) : referenceUpsampleNearest(x);
}

/** tfjs' own operation: what the kernel is checked against, and what backends without it run. */
export function referenceUpsampleNearest(x: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = x.shape;
  return tf.image.resizeNearestNeighbor(x, [2 * height, 2 * width]);
}
