import * as tf from '@tensorflow/tfjs-core';

/** x sigmoid(x), also called swish. */
export function silu<T extends tf.Tensor>(x: T): T {
  return tf.mul(x, tf.sigmoid(x));
}
