import * as tf from '@tensorflow/tfjs-core';

/** Composed of tfjs' operations: what the kernel is checked against, and what backends without it run. */
export function referenceSilu<T extends tf.Tensor>(x: T): T {
  return tf.mul(x, tf.sigmoid(x));
}
