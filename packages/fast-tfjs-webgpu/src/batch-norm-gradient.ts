/**
 * The gradient of batch normalization in fewer operations than tfjs needs: three over the whole
 * input instead of a dozen, because a channel's factors are applied to the channel's sums, not to
 * every number. tfjs registers gradients for all backends together, so on any other backend this
 * calls tfjs' own.
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
  // Computed before the functions below, each of which runs in its own tidy.
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
 * Returns a function that restores tfjs' own gradient; null if the program has not registered tfjs'
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
