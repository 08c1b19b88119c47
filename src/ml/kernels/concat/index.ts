/** Pictures put together by their channels, as a U-Net's way up takes in what its way down hands across. */
import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { webgpuConcatChannels } from './webgpu.ts';

/** [n, h, w, a] and [n, h, w, b] -> [n, h, w, a + b] */
export function concatChannels(first: tf.Tensor4D, second: tf.Tensor4D): tf.Tensor4D {
  const concat = webgpuBackend() ? webgpuConcatChannels : referenceConcatChannels;
  return concat(first, second);
}

/** tfjs' operation: what the kernel is checked against, and what backends without it run. */
export function referenceConcatChannels(first: tf.Tensor4D, second: tf.Tensor4D): tf.Tensor4D {
  return tf.concat([first, second], 3);
}
