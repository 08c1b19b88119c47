import * as tf from '@tensorflow/tfjs-core';
import { upsampleNearest } from '../kernels/upsample/index.ts';

/** torch.nn.AvgPool2d(2): every pixel is the mean of four. [n, 2h, 2w, c] -> [n, h, w, c] */
export function halve(x: tf.Tensor4D): tf.Tensor4D {
  const withGradient = tf.customGrad((...inputs) => ({
    value: tf.avgPool(inputs[0] as tf.Tensor4D, 2, 2, 'valid'),
    gradFunc: (dy: tf.Tensor) => tf.mul(upsampleNearest(dy as tf.Tensor4D), 0.25),
  }));
  return withGradient(x) as tf.Tensor4D;
}
