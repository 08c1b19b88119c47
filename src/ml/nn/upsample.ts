import * as tf from '@tensorflow/tfjs-core';

/** Every pixel becomes four: nearest-neighbour interpolation by 2. [n, h, w, c] -> [n, 2h, 2w, c] */
export function upsampleNearest(x: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = x.shape;
  return tf.image.resizeNearestNeighbor(x, [2 * height, 2 * width]);
}
