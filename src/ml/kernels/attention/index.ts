/** Attention (Vaswani et al., "Attention Is All You Need", NeurIPS 2017) between a picture's pixels. */
import * as tf from '@tensorflow/tfjs-core';
import { referenceAttention } from './reference.ts';
import { fits, webgpuAttention } from './webgpu.ts';

/**
 * softmax(q k^T / sqrt(d)) v for every head (equation 1). [n, length, heads d] each -> the same; the channels of a head are neighbours, and `heads`
 * divides the channels.
 */
export function attention(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, heads: number): tf.Tensor3D {
  const fused = tf.getBackend() === 'webgpu' && fits(q, heads);
  return (fused ? webgpuAttention : referenceAttention)(q, k, v, heads);
}
