/** How a timestep becomes a vector: the config's `time_embedding_type`, diffusers' `time_proj`. */
import * as tf from '@tensorflow/tfjs-core';
import { type Timesteps, timestepEmbedding } from '../../kernels/timestep-embedding/index.ts';
import { declareEmbedding } from '../../nn/linear.ts';
import type { ModuleScope } from '../../nn/parameters.ts';
import type { UNet2DConfig } from './config.ts';

export interface TimeProjection {
  /** [n] -> [n, dimensions] */
  project(timesteps: Timesteps): tf.Tensor2D;
  readonly dimensions: number;
}

export function declareTimeProjection(scope: ModuleScope, config: UNet2DConfig): TimeProjection {
  const channels = config.block_out_channels[0] ?? 0;
  switch (config.time_embedding_type) {
    case 'positional': {
      const { flip_sin_to_cos: flipSinToCos, freq_shift: frequencyShift } = config;
      const sinusoid = { dimensions: channels, flipSinToCos, frequencyShift };
      return { dimensions: channels, project: (timesteps) => timestepEmbedding(timesteps, sinusoid) };
    }
    case 'fourier':
      return declareFourier(scope, channels);
    case 'learned': {
      const { rows } = declareEmbedding(scope, config.num_train_timesteps ?? 0, channels);
      return { dimensions: channels, project: (timesteps) => rows(wholeNumbers(timesteps)) };
    }
    default:
      return config.time_embedding_type satisfies never;
  }
}

/** Standard deviation of the frequencies in a new network. */
const scale = 16;

/**
 * GaussianFourierProjection (Song et al., "Score-Based Generative Modeling through Stochastic
 * Differential Equations", 2021, appendix C.2): sines, then cosines, of 2 pi w log(t) at random
 * frequencies w, which are stored with the weights and never trained. t must be above 0.
 */
function declareFourier(scope: ModuleScope, frequencies: number): TimeProjection {
  const weight = scope.parameter<tf.Rank.R1>('weight', [frequencies], { kind: 'normal', scale });
  const project = tf.customGrad((...inputs) => {
    const [times, w] = inputs as unknown as [tf.Tensor1D, tf.Tensor1D];
    const turns = tf.mul(tf.expandDims(tf.log(times), 1), tf.expandDims(w, 0));
    // A device's sine is accurate within one turn, but not thousands of turns away.
    const angles = tf.mul(tf.sub(turns, tf.floor(turns)), 2 * Math.PI);
    const value = tf.concat([tf.sin(angles), tf.cos(angles)], 1);
    return { value, gradFunc: () => [tf.zerosLike(times), tf.zerosLike(w)] };
  });
  return {
    dimensions: 2 * frequencies,
    project: (timesteps) => {
      const times = timesteps instanceof tf.Tensor ? timesteps : tf.tensor1d(Float32Array.from(timesteps));
      return project(times, weight.value) as tf.Tensor2D;
    },
  };
}

/** Rounds the timesteps, which may be fractional, to rows of the table. */
function wholeNumbers(timesteps: Timesteps): ArrayLike<number> | tf.Tensor1D {
  if (!(timesteps instanceof tf.Tensor)) return Array.from(timesteps, Math.round);
  return tf.cast(tf.floor(tf.add(timesteps, 0.5)), 'int32');
}
