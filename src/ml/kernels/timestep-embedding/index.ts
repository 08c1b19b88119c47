import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { composedEmbedding, hostEmbedding, type TimestepEmbeddingOptions } from './reference.ts';
import { fusedEmbedding } from './webgpu.ts';

export type { TimestepEmbeddingOptions };

/** One an image; may be fractional. */
export type Timesteps = ArrayLike<number> | tf.Tensor1D;

/**
 * Sinusoidal embedding of timesteps, as diffusers' `get_timestep_embedding`. [n] -> [n,
 * dimensions]. Of numbers it is made on the host; of a tensor on the device, where WebGPU's is
 * within 1e-6 of the host's for timesteps up to 1,000.
 */
export function timestepEmbedding(timesteps: Timesteps, options: TimestepEmbeddingOptions): tf.Tensor2D {
  if (!(timesteps instanceof tf.Tensor)) return hostEmbedding(timesteps, options);
  const backend = webgpuBackend();
  return backend ? fusedEmbedding(backend, timesteps, options) : composedEmbedding(timesteps, options);
}
