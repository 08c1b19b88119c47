import * as tf from '@tensorflow/tfjs-core';

/** Composed of tfjs' operations: what the kernel is checked against, and what backends without it run. */
export function referenceAttention(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, heads: number): tf.Tensor3D {
  const [n, length, channels] = q.shape;
  const d = channels / heads;
  // One head is there already: no copies.
  const split = (x: tf.Tensor3D): tf.Tensor3D =>
    heads === 1
      ? x
      : tf.reshape(tf.transpose(tf.reshape(x, [n, length, heads, d]), [0, 2, 1, 3]), [n * heads, length, d]);
  const join = (x: tf.Tensor3D): tf.Tensor3D =>
    heads === 1
      ? x
      : tf.reshape(tf.transpose(tf.reshape(x, [n, heads, length, d]), [0, 2, 1, 3]), [n, length, channels]);
  // The fused product brings its own gradient; scaling q costs less than scaling the scores.
  const scores = tf.fused.matMul({ a: tf.mul(split(q), d ** -0.5), b: split(k), transposeB: true });
  return join(tf.fused.matMul({ a: tf.softmax(scores), b: split(v) }) as tf.Tensor3D);
}
