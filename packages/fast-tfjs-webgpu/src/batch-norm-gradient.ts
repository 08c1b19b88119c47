/**
 * The gradient of batch normalization, composed of fewer operations than tfjs' own: three of the
 * size of the input instead of a dozen, because factors of a channel are applied to sums, not to
 * every number. tfjs' gradients are the same for all of its backends, so on another one tfjs' own
 * computes.
 */
import * as tf from '@tensorflow/tfjs-core';
import { SlicedBackend } from '../../../src/ml/device/sliced-backend.ts';

type Saved = [x: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor, scale: tf.Tensor | undefined];

/**
 * y = (x - mean) r scale + offset with r = (variance + epsilon)^-1/2. Every gradient of a channel
 * follows from the sums of dy and of dy (x - mean) over its pixels.
 */
function gradients(dy: tf.Tensor, [x, mean, variance, scale]: Saved, epsilon: number) {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const r = tf.rsqrt(tf.add(variance, epsilon));
  const factor = scale ? tf.mul(r, scale) : r;
  // Computed now: each of the functions below runs in a tidy of its own.
  const sum = tf.sum(dy, axes);
  const product = tf.sum(tf.mul(dy, tf.sub(x, mean)), axes);
  return {
    x: () => tf.mul(dy, factor),
    mean: () => tf.neg(tf.mul(factor, sum)),
    variance: () => tf.mul(-0.5, tf.mul(tf.mul(factor, tf.square(r)), product)),
    scale: () => tf.mul(r, product),
    offset: () => tf.clone(sum),
  };
}

/**
 * Returns a function that puts tfjs' own back; null where the program has registered no such
 * gradient.
 */
export function replaceBatchNormGradient(): (() => void) | null {
  const stock: tf.GradConfig | undefined = tf.getGradient(tf.FusedBatchNorm);
  if (stock === undefined) return null;
  const exchange = (config: tf.GradConfig): void => {
    tf.unregisterGradient(tf.FusedBatchNorm);
    tf.registerGradient(config);
  };
  exchange({
    ...stock,
    gradFunc(dy, saved, attrs) {
      const [, mean] = saved;
      const isOurs = tf.backend() instanceof SlicedBackend && mean?.rank === 1 && !Array.isArray(dy);
      if (!isOurs) return stock.gradFunc(dy, saved, attrs);
      return gradients(dy, saved as Saved, attrs.varianceEpsilon as number);
    },
  });
  return () => exchange(stock);
}
