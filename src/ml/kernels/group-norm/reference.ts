import * as tf from '@tensorflow/tfjs-core';

export interface GroupNormOptions {
  /** Must divide the channels; group i is the i-th run of neighbouring channels. */
  readonly groups: number;
  /** Added to the variance. */
  readonly epsilon: number;
  readonly activation: 'silu' | 'none';
}

/** For an x with other uses: the tensors that these must use in its place. */
export interface SharedGroupNorm {
  readonly y: tf.Tensor4D;
  readonly handedOn: readonly tf.Tensor4D[];
}

/**
 * Composed of tfjs' operations. The kernel is checked against it, and backends without the kernel
 * use it.
 */
export function referenceGroupNorm(
  x: tf.Tensor4D,
  gain: tf.Tensor2D,
  offset: tf.Tensor2D,
  { groups, epsilon, activation }: GroupNormOptions,
  added?: tf.Tensor2D,
): tf.Tensor4D {
  const [n, height, width, channels] = x.shape;
  const perGroup = channels / groups;
  const grouped = (tensor: tf.Tensor) => tf.reshape(tensor, [-1, 1, groups, perGroup]);
  const sum = added ? tf.add(x, tf.reshape(added, [n, 1, 1, channels])) : x;
  const pixels = tf.reshape(sum, [n, height * width, groups, perGroup]);
  const centered = tf.sub(pixels, tf.mean(pixels, [1, 3], true));
  const variance = tf.mean(tf.square(centered), [1, 3], true);
  // Small tensors carry the affine parts, so that the large one is passed over as few times as
  // possible.
  const scaled = tf.mul(centered, tf.mul(tf.rsqrt(tf.add(variance, epsilon)), grouped(gain)));
  const normalized: tf.Tensor4D = tf.reshape(tf.add(scaled, grouped(offset)), x.shape);
  return activation === 'silu' ? tf.mul(normalized, tf.sigmoid(normalized)) : normalized;
}

/** See `groupNormOfShared`; here autodiff adds the gradients from the other uses. */
export function referenceGroupNormOfShared(
  x: tf.Tensor4D,
  gain: tf.Tensor2D,
  offset: tf.Tensor2D,
  options: GroupNormOptions,
  others: 1 | 2,
): SharedGroupNorm {
  return { y: referenceGroupNorm(x, gain, offset, options), handedOn: Array.from({ length: others }, () => x) };
}
