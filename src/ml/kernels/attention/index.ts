/**
 * Attention (Vaswani et al., "Attention Is All You Need", NeurIPS 2017) between the pixels of a
 * picture.
 */
import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { fits, webgpuAttention } from './webgpu.ts';

/**
 * softmax(q k^T / sqrt(d)) v for every head (equation 1). q, k, v and the result: [n, length, heads
 * d]. The channels of a head are neighbours, and `heads` must divide the number of channels.
 */
export function attention(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, heads: number): tf.Tensor3D {
  const backend = webgpuBackend();
  const fused = backend !== null && fits(backend, q, heads);
  return (fused ? webgpuAttention : referenceAttention)(q, k, v, heads);
}

/**
 * Composed of tfjs' operations. Tests compare the kernel with it, and backends without the kernel
 * use it.
 */
export function referenceAttention(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, heads: number): tf.Tensor3D {
  const [n, length, channels] = q.shape;
  const d = channels / heads;
  // A single head needs no copies.
  const split = (x: tf.Tensor3D): tf.Tensor3D =>
    heads === 1
      ? x
      : tf.reshape(tf.transpose(tf.reshape(x, [n, length, heads, d]), [0, 2, 1, 3]), [n * heads, length, d]);
  const join = (x: tf.Tensor3D): tf.Tensor3D =>
    heads === 1
      ? x
      : tf.reshape(tf.transpose(tf.reshape(x, [n, heads, length, d]), [0, 2, 1, 3]), [n, length, channels]);
  // The fused product has its own gradient, and scaling q costs less than scaling the scores.
  const scores = tf.fused.matMul({ a: tf.mul(split(q), d ** -0.5), b: split(k), transposeB: true });
  return join(tf.fused.matMul({ a: tf.softmax(scores), b: split(v) }) as tf.Tensor3D);
}
