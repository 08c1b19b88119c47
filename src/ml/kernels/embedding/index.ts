import * as tf from '@tensorflow/tfjs-core';
import { referenceRows } from './reference.ts';
import { webgpuRows } from './webgpu.ts';

/** Rows of a table. [count, features], [n] whole numbers below `count` (int32) -> [n, features]. Differentiable in the table. */
export function embeddingRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  return tf.getBackend() === 'webgpu' ? webgpuRows(table, indices) : referenceRows(table, indices);
}
