/**
 * EulerAncestralDiscreteScheduler: an Euler step beyond the next level, then fresh noise back up to
 * it, in the ratio of DDPM's posterior (Song et al., "Score-Based Generative Modeling through
 * SDEs", 2021, appendix F, ancestral sampling for the variance-exploding SDE).
 */
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { alphasCumprod } from '../schedule.ts';
import { betaFields, checked, flag, spacingFields } from './config.ts';
import { drawn, type Scheduler } from './scheduler.ts';
import { sigmaAt, sigmasOf, withFiniteSigmas } from './sigmas.ts';
import { spaceTimesteps } from './timestep-spacing.ts';
import { createVarianceExploding, eulerStep, slopeOf } from './variance-exploding.ts';
import { weightedSum } from './weighted-sum.ts';

const { fround } = Math;

export const eulerAncestralDiscreteConfig = checked({
  ...betaFields(),
  rescale_betas_zero_snr: flag(false),
  /** diffusers' class does not support `sample` either. */
  prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon'),
  ...spacingFields('linspace'),
});
export type EulerAncestralDiscreteConfig = z.output<typeof eulerAncestralDiscreteConfig>;

export function createEulerAncestralDiscrete(config: EulerAncestralDiscreteConfig): Scheduler {
  const training = sigmasOf(withFiniteSigmas(alphasCumprod(config), config.rescale_betas_zero_snr));
  const space = createVarianceExploding(config, training);
  return {
    get timesteps() {
      return space.grid.timesteps;
    },
    get initNoiseSigma() {
      return space.initNoiseSigma;
    },
    setTimesteps(count) {
      const timesteps = Float32Array.from(spaceTimesteps(config, count));
      const sigmas = Array.from(timesteps, (timestep) => sigmaAt(training, timestep));
      space.grid = { timesteps, sigmas: Float32Array.from([...sigmas, 0]) };
    },
    scaleModelInput: (sample, i) => space.scaleModelInput(sample, i),
    predictOriginal: (modelOutput, i, sample) => space.predictOriginal(modelOutput, i, sample),
    step(modelOutput, i, sample, noise) {
      const [from, to] = [space.sigma(i), space.sigma(i + 1)];
      // up^2 + down^2 = to^2, where up is the standard deviation of q(x_to | x_from, x_0). Rounded
      // as in PyTorch: from a large sigma, up is almost to.
      const [from2, to2] = [fround(from ** 2), fround(to ** 2)];
      const up = fround(Math.sqrt(fround(fround(to2 * fround(from2 - to2)) / from2)));
      const down = fround(Math.sqrt(fround(to2 - fround(up ** 2))));
      return tf.tidy(() => {
        const slope = slopeOf(sample, space.predictOriginal(modelOutput, i, sample), from);
        const lowered = eulerStep(sample, slope, from, down);
        return up === 0 ? lowered : weightedSum([1, lowered], [up, drawn(noise)]);
      });
    },
    addNoise: (original, noise, timestep) => space.addNoise(original, noise, timestep),
    dispose() {},
  };
}
