/**
 * Attention (Vaswani et al., "Attention Is All You Need", NeurIPS 2017) between a picture's pixels.
 */
import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { fits, webgpuAttention } from './webgpu.ts';

/**
 * softmax(q k^T / sqrt(d)) v for every head (equation 1). q, k, v: [n, length, heads d]; so is the
 * result. The channels of a head are neighbours, and `heads` divides the channels.
 */
export function attention(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, heads: number): tf.Tensor3D {
  const backend = webgpuBackend();
  const fused = backend !== null && fits(backend, q, heads);
  return (fused ? webgpuAttention : referenceAttention)(q, k, v, heads);
}

/**
 * Composed of tfjs' operations. The kernel is checked against it, and backends without the kernel
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
  // The fused product has a gradient of its own; scaling q costs less than scaling the scores.
  const scores = tf.fused.matMul({ a: tf.mul(split(q), d ** -0.5), b: split(k), transposeB: true });
  return join(tf.fused.matMul({ a: tf.softmax(scores), b: split(v) }) as tf.Tensor3D);
}
