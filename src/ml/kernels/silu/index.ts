import * as tf from '@tensorflow/tfjs-core';
import { referenceSilu } from './reference.ts';
import { webgpuSilu } from './webgpu.ts';

/** x sigmoid(x), also called swish. */
export function silu<T extends tf.Tensor>(x: T): T {
  return tf.getBackend() === 'webgpu' ? webgpuSilu(x) : referenceSilu(x);
}
