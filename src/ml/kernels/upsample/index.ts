import * as tf from '@tensorflow/tfjs-core';
import { referenceUpsampleNearest } from './reference.ts';
import { webgpuUpsampleNearest } from './webgpu.ts';

/** Every pixel becomes four: nearest-neighbour interpolation by 2. [n, h, w, c] -> [n, 2h, 2w, c] */
export function upsampleNearest(x: tf.Tensor4D): tf.Tensor4D {
  return tf.getBackend() === 'webgpu' ? webgpuUpsampleNearest(x) : referenceUpsampleNearest(x);
}
