/** Concatenates pictures by their channels, as a U-Net does with its skip connections. */
import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { webgpuConcatChannels } from './webgpu.ts';

/** [n, h, w, a] and [n, h, w, b] -> [n, h, w, a + b] */
export function concatChannels(first: tf.Tensor4D, second: tf.Tensor4D): tf.Tensor4D {
  const concat = webgpuBackend() ? webgpuConcatChannels : referenceConcatChannels;
  return concat(first, second);
}

/** tfjs' operation. The kernel is checked against it, and backends without the kernel use it. */
export function referenceConcatChannels(first: tf.Tensor4D, second: tf.Tensor4D): tf.Tensor4D {
  return tf.concat([first, second], 3);
}
