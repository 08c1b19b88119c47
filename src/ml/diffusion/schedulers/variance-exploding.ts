/**
 * What the Euler and Heun schedulers share. Their samples are x_0 + sigma noise, unscaled. The
 * network was trained on samples of about unit variance, so its input is x / sqrt(sigma^2 + 1)
 * (Karras et al. 2022, table 1, columns VP and iDDPM).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PredictionType } from '../../config.ts';
import { predictedOriginal } from '../prediction.ts';
import type { TimestepSpacing } from './config.ts';
import { at, type Scheduler } from './scheduler.ts';
import { type SigmaGrid, sigmaOfTimestep, trainingGrid } from './sigmas.ts';
import { weightedSum } from './weighted-sum.ts';

export interface VarianceExploding extends Pick<Scheduler, 'scaleModelInput' | 'addNoise'> {
  grid: SigmaGrid;
  readonly initNoiseSigma: number;
  /** The sigma at timesteps[i]; i may be one past the last timestep. */
  sigma(i: number): number;
  predictOriginal(modelOutput: tf.Tensor, i: number, sample: tf.Tensor): tf.Tensor;
}

export interface VarianceExplodingConfig {
  readonly prediction_type: PredictionType;
  readonly timestep_spacing: TimestepSpacing;
}

/** `sigmas`: those of all training timesteps. */
export function createVarianceExploding(config: VarianceExplodingConfig, sigmas: Float32Array): VarianceExploding {
  const inputScale = (sigma: number) => Math.sqrt(sigma ** 2 + 1);
  return {
    grid: trainingGrid(sigmas),
    get initNoiseSigma() {
      const largest = this.grid.sigmas.reduce((most, sigma) => Math.max(most, sigma), 0);
      // Leading spacing starts below the noisiest timestep, where the sample still contains some of
      // the image's unit variance.
      return config.timestep_spacing === 'leading' ? Math.sqrt(largest ** 2 + 1) : largest;
    },
    sigma(i) {
      return at(this.grid.sigmas, i);
    },
    scaleModelInput(sample, i) {
      return tf.div(sample, inputScale(this.sigma(i)));
    },
    predictOriginal(modelOutput, i, sample) {
      const sigma = this.sigma(i);
      const { prediction_type: type } = config;
      return tf.tidy(() => {
        if (type !== 'v_prediction') return tf.clone(predictedOriginal(type, modelOutput, sample, { alpha: 1, sigma }));
        // Predictions are defined only for samples of unit variance.
        const alpha = 1 / inputScale(sigma);
        return predictedOriginal(type, modelOutput, tf.mul(sample, alpha), { alpha, sigma: sigma * alpha });
      });
    },
    addNoise(original, noise, timestep) {
      return weightedSum([1, original], [sigmaOfTimestep(this.grid, sigmas, timestep), noise]);
    },
  };
}

/**
 * dx/dsigma = (x - x_0) / sigma, the slope of the probability flow (Karras et al. 2022, eq. 1 and
 * 3, with s = 1 and sigma(t) = t).
 */
export function slopeOf(sample: tf.Tensor, original: tf.Tensor, sigma: number): tf.Tensor {
  return tf.tidy(() => tf.div(tf.sub(sample, original), sigma));
}

/**
 * One Euler step from one sigma to another (algorithm 1, line 5), computed in diffusers' order:
 * from a sigma of thousands, cancellation leaves three digits of float32, and another order would
 * give other digits.
 */
export function eulerStep(sample: tf.Tensor, slope: tf.Tensor, from: number, to: number): tf.Tensor {
  return tf.tidy(() => tf.add(sample, tf.mul(slope, Math.fround(to - from))));
}
