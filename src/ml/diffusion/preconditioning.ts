/**
 * Wraps networks whose noise input and output do not follow a schedule of timesteps, so that they
 * answer like a rectified flow: at timestep 1000 s the sample is x = (1 - s) x_0 + s noise, and the
 * answer is the velocity noise - x_0. Such networks are described by x / (1 - s) = x_0 + sigma
 * noise with sigma = s / (1 - s); with D for their clean image, the velocity is (x - D) / s.
 */
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Timesteps } from '../kernels/timestep-embedding/index.ts';
import type { UNet2DModel } from '../models/unet2d/index.ts';
import { parseConfig } from './schedulers/config.ts';
import type { SchedulerConfig } from './schedulers/index.ts';

const positive = z.number().gt(0);
const edmSchema = z.object({
  sigma_data: positive.default(0.5),
  sigma_min: positive.default(0.002),
  sigma_max: positive.default(80),
  prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon'),
});
const scoreSchema = z.object({ sigma_min: positive.default(0.01), sigma_max: positive.default(1348) });

/** The conversion between a network and a flow. All tensors are [n, 1, 1, 1] or scalars. */
interface Terms {
  /** The network's input is `inputScale` (x_0 + sigma noise) + `inputShift`. */
  readonly inputScale: tf.Tensor;
  readonly inputShift: number;
  /** The noise level that the network gets as its second input. */
  readonly told: tf.Tensor;
  /** D = skip (x_0 + sigma noise) + out answer. */
  readonly skip: tf.Tensor | number;
  readonly out: tf.Tensor;
}

interface Terminology {
  /** The range of sigma that the network was trained on. */
  readonly range: readonly [number, number];
  terms(sigma: tf.Tensor): Terms;
}

/**
 * Karras et al., "Elucidating the Design Space of Diffusion-Based Generative Models", 2022, table 1
 * (column "Ours").
 */
function edm(config: SchedulerConfig): Terminology {
  const { sigma_data: data, sigma_min, sigma_max, prediction_type } = parseConfig(edmSchema, config);
  const sign = prediction_type === 'epsilon' ? 1 : -1;
  return {
    range: [sigma_min, sigma_max],
    terms: (sigma) => {
      const variance = tf.add(tf.square(sigma), data ** 2);
      const inputScale = tf.rsqrt(variance);
      return {
        inputScale,
        inputShift: 0,
        told: tf.mul(tf.log(sigma), 0.25),
        skip: tf.div(data ** 2, variance),
        out: tf.mul(tf.mul(sigma, inputScale), sign * data),
      };
    },
  };
}

/**
 * Song et al., "Score-Based Generative Modeling through Stochastic Differential Equations", 2021,
 * appendix C. Its images are in [0, 1], so that its sigma is half of that for [-1, 1], and the
 * network's output is the score, -noise / sigma.
 */
function scoreSde(config: SchedulerConfig): Terminology {
  const { sigma_min, sigma_max } = parseConfig(scoreSchema, config);
  return {
    range: [2 * sigma_min, 2 * sigma_max],
    terms: (sigma) => {
      const half = tf.mul(sigma, 0.5);
      return { inputScale: tf.scalar(0.5), inputShift: 0.5, told: half, skip: 1, out: tf.mul(sigma, half) };
    },
  };
}

function terminologyOf(config: SchedulerConfig): Terminology | null {
  switch (config._class_name) {
    case 'EDMEulerScheduler':
    case 'EDMDPMSolverMultistepScheduler':
      return edm(config);
    case 'ScoreSdeVeScheduler':
      return scoreSde(config);
    default:
      return null;
  }
}

const tensorOf = (timesteps: Timesteps): tf.Tensor1D =>
  timesteps instanceof tf.Tensor ? timesteps : tf.tensor1d(Float32Array.from(timesteps));

/**
 * Wraps a model whose scheduler does not use timesteps, and returns other models unchanged. Takes
 * ownership of the model: disposing of the result frees it. Throws `scheduler-config`.
 */
export function preconditioned(model: UNet2DModel, scheduler: SchedulerConfig): UNet2DModel {
  const terminology = terminologyOf(scheduler);
  if (terminology) return { ...model, forward: asFlow(model.forward, terminology) };
  if (model.config.time_embedding_type !== 'fourier') return model;
  // The logarithm of timestep 0 is not finite, in diffusers either. Timestep 1 has almost the same
  // noise.
  return { ...model, forward: (x, timesteps, labels) => model.forward(x, tf.maximum(tensorOf(timesteps), 1), labels) };
}

function asFlow(forward: UNet2DModel['forward'], { range, terms }: Terminology): UNet2DModel['forward'] {
  const [least = 0, most = 1] = range.map((sigma) => sigma / (1 + sigma));
  return (x, timesteps, labels) => {
    const share = tf.div(tf.reshape(tensorOf(timesteps), [-1, 1, 1, 1]), 1000);
    const s = tf.minimum(tf.maximum(share, least), most);
    const { inputScale, inputShift, told, skip, out } = terms(tf.div(s, tf.sub(1, s)));
    const exploded = tf.div(x, tf.sub(1, s)) as tf.Tensor4D;
    const input = tf.add(tf.mul(exploded, inputScale), inputShift) as tf.Tensor4D;
    const answer = forward(input, tf.reshape(told, [-1]) as tf.Tensor1D, labels);
    const clean = tf.add(tf.mul(exploded, skip), tf.mul(answer, out));
    return tf.mul(tf.sub(x, clean), tf.div(1, s)) as tf.Tensor4D;
  };
}
