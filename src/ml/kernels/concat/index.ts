/** Pictures put together by their channels, as a U-Net's way up takes in what its way down hands across. */
import * as tf from '@tensorflow/tfjs-core';
import { referenceConcatChannels } from './reference.ts';
import { webgpuConcatChannels } from './webgpu.ts';

/** [n, h, w, a] and [n, h, w, b] -> [n, h, w, a + b] */
export function concatChannels(first: tf.Tensor4D, second: tf.Tensor4D): tf.Tensor4D {
  const concat = tf.getBackend() === 'webgpu' ? webgpuConcatChannels : referenceConcatChannels;
  return concat(first, second);
}
