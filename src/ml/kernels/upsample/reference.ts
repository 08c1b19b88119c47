import * as tf from '@tensorflow/tfjs-core';

/** tfjs' own operation: what the kernel is checked against, and what backends without it run. */
export function referenceUpsampleNearest(x: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = x.shape;
  return tf.image.resizeNearestNeighbor(x, [2 * height, 2 * width]);
}
