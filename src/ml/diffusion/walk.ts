/**
 * Noise between the noise of two seeds by spherical linear interpolation (Shoemake, "Animating
 * Rotation with Quaternion Curves", 1985), as Song et al., "Denoising Diffusion Implicit Models",
 * 2020, appendix D.5, interpolate between two samples. With theta the angle between the two,
 *
 *   x(part) = sin((1 - part) theta) / sin(theta) x_from + sin(part theta) / sin(theta) x_to.
 *
 * In the middle of a straight line the noise would have only sqrt(1/2) of its length, which is less
 * noise than the network has learned to start from.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type PictureShape, pictureSize } from '../data/description.ts';
import type { RandomStream } from '../random.ts';
import { pureNoise } from './one-pass.ts';

/**
 * Below this sine the two point in equal or opposite directions, and the formula would divide by
 * zero.
 */
const leastSine = 1e-6;

/**
 * Factors of the two ends at `part` of the way, 0 to 1; exactly [1, 0] and [0, 1] at the ends.
 * `angle`: in radians, 0 to pi.
 */
export function slerpWeights(angle: number, part: number): readonly [number, number] {
  const sine = Math.sin(angle);
  if (part <= 0) return [1, 0];
  if (part >= 1) return [0, 1];
  if (sine < leastSine) return [1 - part, part];
  return [Math.sin((1 - part) * angle) / sine, Math.sin(part * angle) / sine];
}

/** In radians, 0 to pi. */
export function angleBetween(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    dot += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return Math.acos(Math.min(1, Math.max(-1, dot / Math.sqrt(ofA * ofB))));
}

/** Evenly spaced positions from 0 to 1, both ends included. */
export const partsOf = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i / (count - 1));

/**
 * [count, side, side, channels], owned by the caller: noise on the way from the first picture of
 * one stream to the first picture of the other. The ends equal those pictures' noise bit for bit.
 * The host computes the angle, so that it is the same on every device.
 */
export function walkNoise(shape: PictureShape, count: number, from: RandomStream, to: RandomStream): tf.Tensor4D {
  const numbers = (stream: RandomStream): Float32Array => {
    const values = new Float32Array(pictureSize(shape));
    stream.normal(0, values);
    return values;
  };
  const angle = angleBetween(numbers(from), numbers(to));
  const weights = partsOf(count).map((part) => slerpWeights(angle, part));
  const column = (end: 0 | 1) =>
    tf.tensor4d(
      weights.map((pair) => pair[end]),
      [count, 1, 1, 1],
    );
  return tf.tidy(() =>
    tf.add<tf.Tensor4D>(tf.mul(pureNoise(shape, 1, from), column(0)), tf.mul(pureNoise(shape, 1, to), column(1))),
  );
}
