/**
 * DDPMScheduler: ancestral sampling (Ho et al., "Denoising Diffusion Probabilistic Models", 2020,
 * algorithm 2).
 */
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { mixNoise, predictedOriginal } from '../prediction.ts';
import { alphasCumprod } from '../schedule.ts';
import {
  betaFields,
  checked,
  clippingFields,
  flag,
  predictionField,
  spacingFields,
  thresholdingFields,
} from './config.ts';
import { at, drawn, type Scheduler } from './scheduler.ts';
import { restrained } from './thresholding.ts';
import { allTimesteps, roundHalfEven, spaceTimesteps } from './timestep-spacing.ts';
import { weightedSum } from './weighted-sum.ts';

export const ddpmConfig = checked({
  ...betaFields(),
  rescale_betas_zero_snr: flag(false),
  /** The learned types need a network with twice the output channels. */
  variance_type: z.enum(['fixed_small', 'fixed_small_log', 'fixed_large', 'fixed_large_log']).default('fixed_small'),
  ...predictionField,
  ...clippingFields,
  ...thresholdingFields,
  ...spacingFields('leading'),
});
export type DdpmConfig = z.output<typeof ddpmConfig>;

/** Avoids the logarithm of zero at the last step, whose variance is zero. */
const smallestVariance = 1e-20;

export function createDdpm(config: DdpmConfig): Scheduler {
  const alphas = alphasCumprod(config);
  let timesteps = allTimesteps(config.num_train_timesteps);

  const levelAt = (timestep: number) => {
    const alphaBar = at(alphas, timestep);
    return { alpha: Math.sqrt(alphaBar), sigma: Math.sqrt(1 - alphaBar) };
  };

  const original = (modelOutput: tf.Tensor, i: number, sample: tf.Tensor) =>
    restrained(predictedOriginal(config.prediction_type, modelOutput, sample, levelAt(at(timesteps, i))), config);

  /**
   * The two choices of Ho et al. 2020, section 3.2. The `_log` types are the same numbers, computed
   * from their logarithm. diffusers' own fixed_large_log takes the root of a negative number and
   * returns NaN, so here it is what its name says.
   */
  const deviation = (posteriorVariance: number, beta: number) =>
    Math.sqrt(config.variance_type.startsWith('fixed_large') ? beta : Math.max(posteriorVariance, smallestVariance));

  return {
    get timesteps() {
      return timesteps;
    },
    initNoiseSigma: 1,
    setTimesteps(count) {
      timesteps = spaceTimesteps(config, count).map(roundHalfEven);
    },
    scaleModelInput: (sample) => tf.clone(sample),
    predictOriginal: (modelOutput, i, sample) => tf.tidy(() => tf.clone(original(modelOutput, i, sample))),
    step(modelOutput, i, sample, noise) {
      const timestep = at(timesteps, i);
      const alphaBar = at(alphas, timestep);
      const previousAlphaBar = i + 1 < timesteps.length ? at(alphas, at(timesteps, i + 1)) : 1;
      // Rounded as in PyTorch: between neighbouring timesteps this ratio is almost 1, and beta is
      // the small difference from 1.
      const alpha = Math.fround(alphaBar / previousAlphaBar);
      const beta = 1 - alpha;
      // Eq. 7: mean and variance of q(x_{t-1} | x_t, x_0).
      const originalWeight = (Math.sqrt(previousAlphaBar) * beta) / (1 - alphaBar);
      const sampleWeight = (Math.sqrt(alpha) * (1 - previousAlphaBar)) / (1 - alphaBar);
      const posteriorVariance = ((1 - previousAlphaBar) / (1 - alphaBar)) * beta;
      return tf.tidy(() => {
        const x0 = original(modelOutput, i, sample);
        const mean = weightedSum([originalWeight, x0], [sampleWeight, sample]);
        return timestep === 0 ? mean : weightedSum([1, mean], [deviation(posteriorVariance, beta), drawn(noise)]);
      });
    },
    addNoise: (clean, noise, timestep) => mixNoise(clean, noise, levelAt(timestep)),
    dispose() {},
  };
}
