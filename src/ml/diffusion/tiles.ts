/**
 * A picture as overlapping tiles of a network's size. The prediction for the picture is the
 * weighted mean of the predictions of all tiles that contain a pixel. This is MultiDiffusion
 * (Bar-Tal et al. 2023, arXiv 2302.08113, eq. 5 with F_i a crop and W_i the weights of
 * `tileWeights`), applied to predictions instead of its samples: a step of a sampler is linear in
 * both.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PictureSize } from '../data/description.ts';
import { tileStarts, tileWeights } from './tile-grid.ts';

export interface Tiling {
  readonly count: number;
  /** [1, height, width, channels] -> [count, side, side, channels], row by row. In a `tf.tidy`. */
  cut(picture: tf.Tensor4D): tf.Tensor4D;
  /**
   * The inverse of `cut` if overlapping tiles agree; otherwise their weighted mean. In a `tf.tidy`.
   */
  blend(tiles: tf.Tensor4D): tf.Tensor4D;
  dispose(): void;
}

/**
 * The tiling of one picture. Throws `RangeError` if it is smaller than a tile. Keeps a few matrices
 * on the device until it is disposed of.
 */
export function tilingOf({ width, height, channels }: PictureSize, side: number): Tiling {
  const [columns, rows] = [tileStarts(width, side), tileStarts(height, side)];
  const [across, down] = [blendMatrix(width, columns, side), blendMatrix(height, rows, side)];
  const [pixelsAcross, pixelsDown] = [pixelsOf(columns, side), pixelsOf(rows, side)];
  const count = columns.length * rows.length;
  return {
    count,
    cut(picture) {
      const lines = tf.gather(tf.reshape(picture, [height, width, channels]), pixelsDown, 0);
      const all = tf.gather(lines, pixelsAcross, 1);
      const apart = tf.reshape(all, [rows.length, side, columns.length, side, channels]);
      return tf.reshape(tf.transpose(apart, [0, 2, 1, 3, 4]), [count, side, side, channels]);
    },
    blend(tiles) {
      // Columns of tiles first, then rows: each weight is a product of one weight per side, and so
      // are their sums.
      const apart = tf.reshape(tiles, [rows.length, columns.length, side, side * channels]);
      const byColumn = tf.transpose(
        tf.reshape(apart, [rows.length, columns.length, side, side, channels]),
        [1, 3, 0, 2, 4],
      );
      const lines = tf.matMul(across, tf.reshape(byColumn, [columns.length * side, -1]));
      const byRow = tf.transpose(tf.reshape(lines, [width, rows.length * side, channels]), [1, 0, 2]);
      const picture = tf.matMul(down, tf.reshape(byRow, [rows.length * side, -1]));
      return tf.reshape(picture, [1, height, width, channels]);
    },
    dispose: () => tf.dispose([across, down, pixelsAcross, pixelsDown]),
  };
}

/** For one line: the pixels of each tile, tile after tile. */
function pixelsOf(starts: readonly number[], side: number): tf.Tensor1D {
  return tf.tensor1d(
    starts.flatMap((start) => Array.from({ length: side }, (_, i) => start + i)),
    'int32',
  );
}

/**
 * [length, tiles x side]: each pixel of a line as the weighted mean of the tiles' pixels at its
 * position.
 */
function blendMatrix(length: number, starts: readonly number[], side: number): tf.Tensor2D {
  const weights = tileWeights(side);
  const sums = new Float64Array(length);
  for (const start of starts)
    for (const [i, weight] of weights.entries()) sums[start + i] = (sums[start + i] ?? 0) + weight;
  const values = new Float32Array(length * starts.length * side);
  for (const [tile, start] of starts.entries()) {
    for (const [i, weight] of weights.entries()) {
      values[(start + i) * starts.length * side + tile * side + i] = weight / (sums[start + i] ?? 1);
    }
  }
  return tf.tensor2d(values, [length, starts.length * side]);
}
