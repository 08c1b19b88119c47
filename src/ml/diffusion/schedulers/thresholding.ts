/** Keeps the predicted clean image within range. */
import * as tf from '@tensorflow/tfjs-core';

export interface ThresholdingConfig {
  readonly thresholding: boolean;
  readonly dynamic_thresholding_ratio: number;
  readonly sample_max_value: number;
}

export interface ClippingConfig {
  readonly clip_sample: boolean;
  /** Largest absolute value. */
  readonly clip_sample_range: number;
}

/**
 * torch.quantile of each row of [batch, n], interpolated linearly between two neighbours -> [batch,
 * 1]. Sorts only the largest values.
 */
function quantile(rows: tf.Tensor2D, ratio: number): tf.Tensor2D {
  const [batch, count] = rows.shape;
  const rank = ratio * (count - 1);
  const below = Math.floor(rank);
  const { values } = tf.topk(rows, count - below, true);
  const low = tf.slice(values, [0, count - below - 1], [batch, 1]);
  if (rank === below) return low;
  const high = tf.slice(values, [0, count - below - 2], [batch, 1]);
  return tf.add(low, tf.mul(tf.sub(high, low), rank - below));
}

/**
 * Dynamic thresholding of each image by a quantile of its absolute pixel values (Saharia et al.,
 * "Imagen", 2022, section 2.3).
 */
function threshold(original: tf.Tensor, config: ThresholdingConfig): tf.Tensor {
  const rows = tf.reshape(original, [original.shape[0] ?? 1, -1]) as tf.Tensor2D;
  const quantiles = quantile(tf.abs(rows), config.dynamic_thresholding_ratio);
  const limit = tf.minimum(tf.maximum(quantiles, 1), config.sample_max_value);
  const clamped = tf.minimum(tf.maximum(rows, tf.neg(limit)), limit);
  return tf.reshape(tf.div(clamped, limit), original.shape);
}

export function thresholded(original: tf.Tensor, config: ThresholdingConfig): tf.Tensor {
  return config.thresholding ? threshold(original, config) : original;
}

export function clipped(original: tf.Tensor, config: ClippingConfig): tf.Tensor {
  const limit = config.clip_sample_range;
  return config.clip_sample ? tf.clipByValue(original, -limit, limit) : original;
}

/** If both are on, thresholding replaces clipping, as in diffusers. */
export function restrained(original: tf.Tensor, config: ThresholdingConfig & ClippingConfig): tf.Tensor {
  return config.thresholding ? threshold(original, config) : clipped(original, config);
}
