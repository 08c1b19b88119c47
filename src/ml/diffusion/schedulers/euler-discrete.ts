/**
 * EulerDiscreteScheduler: Euler's method on the probability flow (Karras et al. 2022, algorithm 1
 * without its second-order correction).
 */
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { alphasCumprod } from '../schedule.ts';
import {
  betaFields,
  checked,
  finalSigmaField,
  flag,
  predictionField,
  respacingFields,
  spacingFields,
} from './config.ts';
import { at, type Scheduler } from './scheduler.ts';
import { respacedSigmas, sigmaAt, sigmasOf, timestepOf, withFiniteSigmas } from './sigmas.ts';
import { spaceTimesteps } from './timestep-spacing.ts';
import { createVarianceExploding, eulerStep, slopeOf } from './variance-exploding.ts';

export const eulerDiscreteConfig = checked({
  ...betaFields(),
  rescale_betas_zero_snr: flag(false),
  ...predictionField,
  ...spacingFields('linspace'),
  ...respacingFields,
  ...finalSigmaField,
  interpolation_type: z.literal('linear').default('linear'),
  timestep_type: z.literal('discrete').default('discrete'),
  /** The ends of the Karras and exponential sigmas; by default those of the timesteps. */
  sigma_min: z.number().gt(0).nullish(),
  sigma_max: z.number().gt(0).nullish(),
});
export type EulerDiscreteConfig = z.output<typeof eulerDiscreteConfig>;

export function createEulerDiscrete(config: EulerDiscreteConfig): Scheduler {
  const training = sigmasOf(withFiniteSigmas(alphasCumprod(config), config.rescale_betas_zero_snr));
  const space = createVarianceExploding(config, training);
  const finalSigma = config.final_sigmas_type === 'sigma_min' ? at(training, 0) : 0;
  return {
    get timesteps() {
      return space.grid.timesteps;
    },
    get initNoiseSigma() {
      return space.initNoiseSigma;
    },
    setTimesteps(count) {
      const timesteps = spaceTimesteps(config, count).map(Math.fround);
      const sigmas = timesteps.map((timestep) => sigmaAt(training, timestep));
      const [max, min] = [config.sigma_max ?? at(sigmas, 0), config.sigma_min ?? at(sigmas, count - 1)];
      const respaced = respacedSigmas(config, max, min, count);
      space.grid = {
        timesteps: Float32Array.from(respaced?.map((sigma) => timestepOf(training, sigma)) ?? timesteps),
        sigmas: Float32Array.from([...(respaced ?? sigmas), finalSigma]),
      };
    },
    scaleModelInput: (sample, i) => space.scaleModelInput(sample, i),
    predictOriginal: (modelOutput, i, sample) => space.predictOriginal(modelOutput, i, sample),
    step: (modelOutput, i, sample) =>
      tf.tidy(() => {
        const slope = slopeOf(sample, space.predictOriginal(modelOutput, i, sample), space.sigma(i));
        return eulerStep(sample, slope, space.sigma(i), space.sigma(i + 1));
      }),
    addNoise: (original, noise, timestep) => space.addNoise(original, noise, timestep),
    dispose() {},
  };
}
