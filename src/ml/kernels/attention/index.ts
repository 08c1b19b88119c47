/** Attention (Vaswani et al., "Attention Is All You Need", NeurIPS 2017) for the short sequences that a U-Net's pixels are. */
import * as tf from '@tensorflow/tfjs-core';
import { referenceAttention } from './reference.ts';
import { longestSequence, webgpuAttention } from './webgpu.ts';

/**
 * softmax(q k^T / sqrt(d)) v for every head (equation 1). [n, length, heads d] each -> the same; the channels of a head are neighbours, and `heads`
 * divides the channels.
 */
export function attention(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, heads: number): tf.Tensor3D {
  const fused = tf.getBackend() === 'webgpu' && q.shape[1] <= longestSequence;
  return (fused ? webgpuAttention : referenceAttention)(q, k, v, heads);
}
