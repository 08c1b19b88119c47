import * as tf from '@tensorflow/tfjs-core';

/** tfjs' operation: what the kernel is checked against, and what backends without it run. */
export function referenceConcatChannels(first: tf.Tensor4D, second: tf.Tensor4D): tf.Tensor4D {
  return tf.concat([first, second], 3);
}
