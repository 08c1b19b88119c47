import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { webgpuRows } from './webgpu.ts';

/**
 * Looks up rows of a table. [count, features], [n] whole numbers below `count` (int32) -> [n,
 * features]. Differentiable with respect to the table.
 */
export function embeddingRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  return webgpuBackend() ? webgpuRows(table, indices) : referenceRows(table, indices);
}

/**
 * A product with one-hot rows, whose gradient needs no scatter. Tests compare the kernel with it,
 * and backends without the kernel use it.
 */
export function referenceRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  const [count] = table.shape;
  const a = tf.cast(tf.oneHot(indices, count), 'float32');
  // The fused product, because we do not register a gradient of the plain one.
  return tf.fused.matMul({ a, b: table }) as tf.Tensor2D;
}
