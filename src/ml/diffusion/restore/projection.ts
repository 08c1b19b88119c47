/**
 * For a linear damage y = A x, the part of a picture that survives it: P x = A^+ A x. The lost part
 * is x - P x. A^+ y + x_0 - P x_0 turns any x_0 into one that agrees with what is known (Wang, Yu
 * and Zhang, "Zero-Shot Image Restoration Using Denoising Diffusion Null-Space Model", 2023, eq.
 * 6).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PictureSize } from '../../data/description.ts';
import type { Damage } from './damages.ts';

/** [n, height, width, channels] -> the same shape. Call it in a `tf.tidy`. */
export type Project = (pictures: tf.Tensor4D) => tf.Tensor4D;

export interface Projection {
  readonly project: Project;
  dispose(): void;
}

/**
 * `known`: for a damage that loses pixels, [n, height, width, 1], 1 where they are known; the
 * caller keeps it.
 */
export function projectionOf(damage: Damage, size: PictureSize, known: tf.Tensor4D | null): Projection {
  switch (damage.kind) {
    case 'noise':
      return { project: (x) => x, dispose: () => {} };
    case 'mask':
    case 'scratches':
      if (!known) throw new Error('which pixels are known');
      return { project: (x) => tf.mul(x, known), dispose: () => {} };
    case 'pixelation':
      return blockProjection(size, damage.block);
    case 'downscaling':
      return blockProjection(size, damage.factor);
    case 'grey':
      return { project: (x) => tf.add(tf.zerosLike(x), tf.mean(x, 3, true)), dispose: () => {} };
    default:
      return damage satisfies never;
  }
}

/** [length, length]: row i averages the block that contains i. */
function blockMatrix(length: number, block: number): tf.Tensor2D {
  const values = new Float32Array(length * length);
  for (let i = 0; i < length; i++) {
    const first = i - (i % block);
    const end = Math.min(first + block, length);
    for (let j = first; j < end; j++) values[i * length + j] = 1 / (end - first);
  }
  return tf.tensor2d(values, [length, length]);
}

/** Means along the columns, then along the rows: two matrix products, for any block size. */
function blockProjection({ width, height }: PictureSize, block: number): Projection {
  const [down, across] = [blockMatrix(height, block), blockMatrix(width, block)];
  return {
    project: (x) => {
      const [count, , , channels] = x.shape;
      const columns = tf.reshape(tf.transpose(x, [1, 0, 2, 3]), [height, -1]);
      const lines = tf.reshape(tf.matMul(down, columns), [height, count, width, channels]);
      const rows = tf.reshape(tf.transpose(lines, [2, 1, 0, 3]), [width, -1]);
      const means = tf.reshape(tf.matMul(across, rows), [width, count, height, channels]);
      return tf.transpose(means, [1, 2, 0, 3]) as tf.Tensor4D;
    },
    dispose: () => tf.dispose([down, across]),
  };
}
