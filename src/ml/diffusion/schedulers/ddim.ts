/** DDIMScheduler (Song et al., "Denoising Diffusion Implicit Models", 2020). */
import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { PlaygroundError } from '../../errors.ts';
import { mixNoise, predictedNoise, predictedOriginal } from '../prediction.ts';
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
import { at, drawn, type Scheduler, type SchedulerOptions } from './scheduler.ts';
import { restrained } from './thresholding.ts';
import { allTimesteps, roundHalfEven, spaceTimesteps } from './timestep-spacing.ts';
import { weightedSum } from './weighted-sum.ts';

const { fround } = Math;

export const ddimConfig = checked({
  ...betaFields(),
  rescale_betas_zero_snr: flag(false),
  /** Whether the last step ends at a clean image; otherwise it ends at the level of timestep 0. */
  set_alpha_to_one: flag(true),
  ...predictionField,
  ...clippingFields,
  ...thresholdingFields,
  ...spacingFields('leading'),
});
export type DdimConfig = z.output<typeof ddimConfig>;

export function createDdim(config: DdimConfig, { eta = 0 }: SchedulerOptions): Scheduler {
  if (!(eta >= 0 && eta <= 1))
    throw new PlaygroundError('value-invalid', {
      name: 'eta',
      value: eta,
      allowed: { code: 'number', least: 0, most: 1 },
    });
  const alphas = alphasCumprod(config);
  const finalAlphaBar = config.set_alpha_to_one ? 1 : at(alphas, 0);
  let timesteps = allTimesteps(config.num_train_timesteps);
  /** Training timesteps per step, for every spacing, as in diffusers. */
  let stride = 1;

  const levelAt = (timestep: number) => {
    const alphaBar = at(alphas, timestep);
    return { alpha: Math.sqrt(alphaBar), sigma: Math.sqrt(1 - alphaBar) };
  };

  const original = (modelOutput: tf.Tensor, i: number, sample: tf.Tensor) =>
    restrained(predictedOriginal(config.prediction_type, modelOutput, sample, levelAt(at(timesteps, i))), config);

  return {
    get timesteps() {
      return timesteps;
    },
    initNoiseSigma: 1,
    setTimesteps(count) {
      timesteps = spaceTimesteps(config, count).map(roundHalfEven);
      stride = Math.floor(config.num_train_timesteps / count);
    },
    scaleModelInput: (sample) => tf.clone(sample),
    predictOriginal: (modelOutput, i, sample) => tf.tidy(() => tf.clone(original(modelOutput, i, sample))),
    step(modelOutput, i, sample, noise) {
      const timestep = at(timesteps, i);
      const alphaBar = at(alphas, timestep);
      const previousAlphaBar = timestep >= stride ? at(alphas, timestep - stride) : finalAlphaBar;
      // Eq. 16, squared. Rounded as in PyTorch, here (see ddpm.ts) and in the weight below, where
      // almost nothing may remain.
      const variance = fround(((1 - previousAlphaBar) / (1 - alphaBar)) * (1 - fround(alphaBar / previousAlphaBar)));
      const deviation = fround(eta * Math.sqrt(Math.max(variance, 0)));
      // Eq. 12: predicted x_0, direction to x_t, random noise. The noise follows from the
      // prediction before clipping.
      const directionWeight = Math.sqrt(Math.max(fround(1 - previousAlphaBar) - fround(deviation ** 2), 0));
      return tf.tidy(() => {
        const x0 = original(modelOutput, i, sample);
        const epsilon = predictedNoise(config.prediction_type, modelOutput, sample, levelAt(timestep));
        const previous = weightedSum([Math.sqrt(previousAlphaBar), x0], [directionWeight, epsilon]);
        return deviation === 0 ? previous : weightedSum([1, previous], [deviation, drawn(noise)]);
      });
    },
    addNoise: (clean, noise, timestep) => mixNoise(clean, noise, levelAt(timestep)),
    dispose() {},
  };
}
