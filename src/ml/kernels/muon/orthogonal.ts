/**
 * Muon composed of tfjs' operations. The kernels are checked against it, and backends without the
 * kernels use it.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { UpdateNumbers } from '../adamw/update.ts';
import { momentumKept, newtonSchulz, zeroNorm } from './constants.ts';
import { matrixOf } from './matrix.ts';

/** One update of a parameter in tfjs' layout. `gradient` is clipped. */
export function composedMuon(
  parameter: tf.Tensor,
  momentum: tf.Tensor,
  gradient: tf.Tensor,
  { matrixRate, matrixShrink }: UpdateNumbers,
): { readonly parameter: tf.Tensor; readonly momentum: tf.Tensor } {
  const next = tf.add(momentum, tf.mul(tf.sub(gradient, momentum), 1 - momentumKept));
  const ahead = tf.sub(next, tf.mul(tf.sub(next, gradient), 1 - momentumKept));
  const { rows, columns, gain } = matrixOf(parameter.shape);
  const step = tf.reshape(orthogonal(tf.reshape(ahead, [rows, columns])), parameter.shape);
  return { parameter: tf.sub(tf.mul(parameter, matrixShrink), tf.mul(step, matrixRate * gain)), momentum: next };
}

/**
 * Approximately UV' of the matrix USV', [rows, columns]: the singular values become about 1 (0.7 to
 * 1.2), except those below a few thousandths of the matrix's norm. Zeros stay zeros.
 */
function orthogonal(matrix: tf.Tensor2D): tf.Tensor2D {
  const { a, b, c, iterations } = newtonSchulz;
  return tf.tidy(() => {
    const [rows, columns] = matrix.shape;
    const isTall = rows > columns;
    const norm = tf.sqrt(tf.sum(tf.square(matrix)));
    let x: tf.Tensor2D = tf.div(matrix, tf.add(norm, zeroNorm));
    for (let i = 0; i < iterations; i++) {
      // On the shorter side.
      const gram = tf.matMul(x, x, isTall, !isTall);
      const factor: tf.Tensor2D = tf.add(tf.mul(gram, b), tf.mul(tf.matMul(gram, gram), c));
      x = tf.add(tf.mul(x, a), isTall ? tf.matMul(x, factor) : tf.matMul(factor, x));
    }
    return x;
  });
}
