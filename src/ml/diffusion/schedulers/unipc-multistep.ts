/**
 * UniPCMultistepScheduler: a predictor and a corrector of equal order (Zhao et al., "UniPC: A
 * Unified Predictor-Corrector Framework", 2023).
 */
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { mixNoise, predictedNoise, predictedOriginal } from '../prediction.ts';
import { alphasCumprod } from '../schedule.ts';
import {
  betaFields,
  checked,
  finalSigmaField,
  flag,
  offFlag,
  predictionField,
  respacingFields,
  spacingFields,
  thresholdingFields,
} from './config.ts';
import { type Integrand, integratorStep, levelOf, solverGrid } from './exponential-integrator.ts';
import { createHistory } from './history.ts';
import { at, type Scheduler } from './scheduler.ts';
import { sigmaOfTimestep, sigmasOf, trainingGrid, withFiniteSigmas } from './sigmas.ts';
import { thresholded } from './thresholding.ts';
import { roundHalfEven, spaceTimesteps } from './timestep-spacing.ts';
import { predictorWeights, solvedWeights } from './unipc-weights.ts';
import { type Term, weightedSum } from './weighted-sum.ts';

export const unipcMultistepConfig = checked({
  ...betaFields(),
  rescale_betas_zero_snr: flag(false),
  solver_order: z.int().min(1).max(3).default(2),
  ...predictionField,
  ...thresholdingFields,
  predict_x0: flag(true),
  /** The last three come from other schedulers' configs; diffusers reads them as bh2. */
  solver_type: z.enum(['bh2', 'bh1', 'midpoint', 'heun', 'logrho']).default('bh2'),
  lower_order_final: flag(true),
  /** Steps that the next output does not correct. */
  disable_corrector: z.array(z.int()).default([]),
  solver_p: z.null().optional(),
  ...respacingFields,
  use_flow_sigmas: offFlag,
  use_dynamic_shifting: offFlag,
  shift_terminal: z.null().optional(),
  ...finalSigmaField,
  /** Ends of the Karras and exponential sigmas; by default those of the schedule. */
  sigma_min: z.number().gt(0).nullish(),
  sigma_max: z.number().gt(0).nullish(),
  ...spacingFields('linspace'),
})
  .refine(
    (config) => {
      const { use_karras_sigmas, use_exponential_sigmas, final_sigmas_type } = config;
      const lastStepHasLength = final_sigmas_type === 'sigma_min' && !use_karras_sigmas && !use_exponential_sigmas;
      return config.lower_order_final || config.solver_order === 1 || lastStepHasLength;
    },
    { path: ['lower_order_final'], message: 'it must be true, where the last step ends at zero or has no length' },
  )
  .refine((config) => config.predict_x0 || config.final_sigmas_type === 'sigma_min', {
    path: ['final_sigmas_type'],
    message: 'it must be sigma_min, where predict_x0 is false',
  });
export type UnipcMultistepConfig = z.output<typeof unipcMultistepConfig>;

export function createUnipcMultistep(config: UnipcMultistepConfig): Scheduler {
  const training = sigmasOf(withFiniteSigmas(alphasCumprod(config), config.rescale_betas_zero_snr));
  const integrand: Integrand = config.predict_x0 ? 'original' : 'noise';
  const kind = config.solver_type === 'bh1' ? 'bh1' : 'bh2';
  let grid = trainingGrid(training);
  const integrands = createHistory(config.solver_order);
  /** The initial sample of the last step, and its order: the corrector repeats that step. */
  const lastSample = createHistory(1);
  let lastOrder = 1;
  let expected = 0;

  const levelAt = (i: number) => levelOf(at(grid.sigmas, i));

  const original = (modelOutput: tf.Tensor, i: number, sample: tf.Tensor) =>
    predictedOriginal(config.prediction_type, modelOutput, sample, levelAt(i));

  const integrandOf = (modelOutput: tf.Tensor, i: number, sample: tf.Tensor) =>
    integrand === 'original'
      ? thresholded(original(modelOutput, i, sample), config)
      : predictedNoise(config.prediction_type, modelOutput, sample, levelAt(i));

  function clear(): void {
    integrands.clear();
    lastSample.clear();
  }

  /**
   * Positions of the outputs before the newest, relative to the step from i, in units of its length
   * in lambda: negative.
   */
  function positions(i: number, order: number, h: number): number[] {
    const here = levelAt(i).lambda;
    return Array.from({ length: order - 1 }, (_, k) => (levelAt(i - 1 - k).lambda - here) / h);
  }

  /**
   * UniP and UniC (algorithms 2 and 1 of the paper): the step of this order from i to i + 1 by the
   * outputs up to i; with `arrived`, the output at i + 1, the same step corrected. The newest
   * output in the history is that at i. Where bh1 ends at zero, diffusers returns NaN.
   */
  function advance(i: number, sample: tf.Tensor, order: number, arrived: tf.Tensor | null): tf.Tensor {
    const { ratio, scale, h, z } = integratorStep(levelAt(i), levelAt(i + 1), integrand);
    const m0 = integrands.at(0);
    const terms: [Term, ...Term[]] = [
      [ratio, sample],
      [-scale * Math.expm1(z), m0],
    ];
    const behind = positions(i, order, h);
    const weights = arrived === null ? predictorWeights(behind, z, kind) : solvedWeights([...behind, 1], z, kind);
    for (const [k, weight] of weights.entries()) {
      const tensor = k < behind.length ? integrands.at(k + 1) : arrived;
      if (tensor !== null) terms.push([-scale * weight, tensor], [scale * weight, m0]);
    }
    return weightedSum(...terms);
  }

  return {
    get timesteps() {
      return grid.timesteps;
    },
    initNoiseSigma: 1,
    setTimesteps(count) {
      const spare = config.timestep_spacing === 'trailing' ? 0 : 1;
      const timesteps = spaceTimesteps(config, count, spare).map(roundHalfEven);
      const [min, max] = [config.sigma_min, config.sigma_max];
      const whole = config.use_karras_sigmas ? roundHalfEven : Math.trunc;
      grid = solverGrid(config, training, { timesteps, count, min, max, whole, smallest: 'of-run' });
      clear();
    },
    scaleModelInput: (sample) => tf.clone(sample),
    predictOriginal: (modelOutput, i, sample) =>
      tf.tidy(() => tf.clone(thresholded(original(modelOutput, i, sample), config))),
    step(modelOutput, i, sample) {
      if (i !== expected) clear();
      expected = i + 1;
      return tf.tidy(() => {
        const answer = integrandOf(modelOutput, i, sample);
        const corrects = lastSample.length > 0 && !config.disable_corrector.includes(i - 1);
        const corrected = corrects ? advance(i - 1, lastSample.at(0), lastOrder, answer) : sample;
        integrands.push(answer);
        const left = grid.timesteps.length - i;
        lastOrder = Math.min(config.solver_order, integrands.length, config.lower_order_final ? left : Infinity);
        lastSample.push(corrected);
        const previous = advance(i, corrected, lastOrder, null);
        if (left === 1) clear();
        return previous;
      });
    },
    addNoise: (clean, noise, timestep) => mixNoise(clean, noise, levelOf(sigmaOfTimestep(grid, training, timestep))),
    dispose: clear,
  };
}
