/**
 * The nearest of several draws of noise for every image: the KNN form of immiscible diffusion (Li
 * et al. 2025, arXiv 2505.18521). The batch kernel is checked against it, and backends without the
 * kernel use it.
 */
import * as tf from '@tensorflow/tfjs-core';
import { randomNormal } from '../../kernels/noise/index.ts';
import type { RandomStream } from '../../random.ts';

/**
 * Blocks of the stream from one draw to the next: more than a batch has numbers, so that no number
 * is used twice. Draw 0 is plain noise.
 */
const drawStride = 2 ** 32;

/** Draw `number` of the noise for a batch of this shape. The tensor belongs to the caller. */
function noiseDraw(shape: tf.Tensor4D['shape'], stream: RandomStream, number: number): tf.Tensor4D {
  return randomNormal(shape, stream, number * drawStride);
}

/**
 * For each image in `clean`, [n, side, side, channels] in [-1, 1], that one of `draws` draws of
 * N(0, 1) with the least squared distance to it, the first of equals. Makes one draw at a time, so
 * that memory does not grow with `draws`, which is at least 1. Call it in a `tf.tidy`.
 */
export function nearestNoise(clean: tf.Tensor4D, stream: RandomStream, draws: number): tf.Tensor4D {
  let nearest = noiseDraw(clean.shape, stream, 0);
  if (draws === 1) return nearest;
  let least = distances(clean, nearest);
  for (let number = 1; number < draws; number++) {
    const before = [nearest, least];
    [nearest, least] = tf.tidy(() => {
      const noise = noiseDraw(clean.shape, stream, number);
      const distance = distances(clean, noise);
      const isNearer = tf.less(distance, least);
      return [tf.where(isNearer, noise, nearest) as tf.Tensor4D, tf.minimum(least, distance)];
    });
    tf.dispose(before);
  }
  least.dispose();
  return nearest;
}

/** Squared, [n, 1, 1, 1]. */
const distances = (clean: tf.Tensor4D, noise: tf.Tensor4D): tf.Tensor =>
  tf.sum(tf.squaredDifference(clean, noise), [1, 2, 3], true);
