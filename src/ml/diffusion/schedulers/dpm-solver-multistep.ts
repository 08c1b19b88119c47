/**
 * DPMSolverMultistepScheduler, of orders 1 to 3, with one network call per step: DPM-Solver++ (Lu
 * et al., "DPM-Solver++: Fast Solver for Guided Sampling", 2022), which integrates the predicted
 * image, and DPM-Solver (Lu et al., "DPM-Solver", 2022), which integrates the predicted noise.
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
import { type Integrand, type IntegratorStep, integratorStep, levelOf, solverGrid } from './exponential-integrator.ts';
import { createHistory } from './history.ts';
import { at, type Scheduler } from './scheduler.ts';
import { sigmaOfTimestep, sigmasOf, trainingGrid, withFiniteSigmas } from './sigmas.ts';
import { thresholded } from './thresholding.ts';
import { roundHalfEven, spaceTimesteps } from './timestep-spacing.ts';
import { type Term, weightedSum } from './weighted-sum.ts';

export const dpmSolverMultistepConfig = checked({
  ...betaFields(),
  rescale_betas_zero_snr: flag(false),
  solver_order: z.int().min(1).max(3).default(2),
  ...predictionField,
  ...thresholdingFields,
  /** `deis` comes from configs of DEISMultistepScheduler; diffusers reads it as dpmsolver++. */
  algorithm_type: z.enum(['dpmsolver++', 'dpmsolver', 'deis']).default('dpmsolver++'),
  /** The last three come from other schedulers' configs; diffusers reads them as midpoint. */
  solver_type: z.enum(['midpoint', 'heun', 'logrho', 'bh1', 'bh2']).default('midpoint'),
  lower_order_final: flag(true),
  euler_at_final: flag(false),
  ...respacingFields,
  use_lu_lambdas: offFlag,
  use_flow_sigmas: offFlag,
  use_dynamic_shifting: offFlag,
  ...finalSigmaField,
  /** Timesteps noisier than this half-log-SNR are left out; -Infinity keeps all. */
  lambda_min_clipped: z
    .custom<number>((value) => typeof value === 'number' && value < 10, 'it must be a number below 10')
    .default(-Infinity),
  /**
   * Ignored here: a learned variance would need twice the output channels, and the fixed ones
   * belong to DDPM.
   */
  variance_type: z.enum(['fixed_small', 'fixed_small_log', 'fixed_large', 'fixed_large_log']).nullish(),
  ...spacingFields('linspace'),
}).refine((config) => config.algorithm_type === 'dpmsolver++' || config.final_sigmas_type === 'sigma_min', {
  path: ['final_sigmas_type'],
  message: 'it must be sigma_min, where algorithm_type is not dpmsolver++',
});
export type DpmSolverMultistepConfig = z.output<typeof dpmSolverMultistepConfig>;

/** With at least this many steps, diffusers keeps the full order to the end. */
const manySteps = 15;

/** expm1(z) / z - 1, and 0 if the step has length 0. */
function phi1(z: number): number {
  return z === 0 ? 0 : Math.expm1(z) / z - 1;
}

/** (expm1(z) - z) / z^2 - 1/2: the next term of the same series. */
function phi2(z: number): number {
  return Math.abs(z) < 1e-4 ? z / 6 : (Math.expm1(z) - z) / z ** 2 - 0.5;
}

export function createDpmSolverMultistep(config: DpmSolverMultistepConfig): Scheduler {
  const training = sigmasOf(withFiniteSigmas(alphasCumprod(config), config.rescale_betas_zero_snr));
  const integrand: Integrand = config.algorithm_type === 'dpmsolver' ? 'noise' : 'original';
  const clippedTimesteps = training.filter((sigma) => levelOf(sigma).lambda < config.lambda_min_clipped).length;
  let grid = trainingGrid(training);
  const integrands = createHistory(config.solver_order);
  let expected = 0;

  const levelAt = (i: number) => levelOf(at(grid.sigmas, i));

  const original = (modelOutput: tf.Tensor, i: number, sample: tf.Tensor) =>
    thresholded(predictedOriginal(config.prediction_type, modelOutput, sample, levelAt(i)), config);

  function integrandOf(modelOutput: tf.Tensor, i: number, sample: tf.Tensor): tf.Tensor {
    if (integrand === 'original') return original(modelOutput, i, sample);
    if (!config.thresholding) return predictedNoise(config.prediction_type, modelOutput, sample, levelAt(i));
    return predictedNoise('sample', original(modelOutput, i, sample), sample, levelAt(i));
  }

  function orderOf(i: number): number {
    const [count, order] = [grid.timesteps.length, Math.min(config.solver_order, integrands.length)];
    const lowerFinal = config.lower_order_final && count < manySteps;
    if (i === count - 1 && (lowerFinal || config.euler_at_final || config.final_sigmas_type === 'zero')) return 1;
    return i === count - 2 && lowerFinal ? Math.min(order, 2) : order;
  }

  /**
   * The terms that higher orders add to expm1(z) m, computed from differences between the last
   * outputs (DPM-Solver++, algorithm 2 and appendix B).
   */
  function corrections(i: number, order: number, { h, z }: IntegratorStep): Term[] {
    if (order === 1) return [];
    const r0 = (levelAt(i).lambda - levelAt(i - 1).lambda) / h;
    const [m0, m1] = [integrands.at(0), integrands.at(1)];
    if (order === 2) {
      const weight = (config.solver_type === 'heun' ? phi1(z) : Math.expm1(z) / 2) / r0;
      return [
        [weight, m0],
        [-weight, m1],
      ];
    }
    const r1 = (levelAt(i - 1).lambda - levelAt(i - 2).lambda) / h;
    // D1 = near + r0 / (r0 + r1) (near - far) and D2 = (near - far) / (r0 + r1), with near = (m0 -
    // m1) / r0 and far = (m1 - m2) / r1.
    const difference = (phi1(z) * r0 + phi2(z)) / (r0 + r1);
    const near = (phi1(z) + difference) / r0;
    const far = -difference / r1;
    return [
      [near, m0],
      [far - near, m1],
      [-far, integrands.at(2)],
    ];
  }

  return {
    get timesteps() {
      return grid.timesteps;
    },
    initNoiseSigma: 1,
    setTimesteps(count) {
      const last = config.num_train_timesteps - clippedTimesteps;
      const spare = config.timestep_spacing === 'trailing' ? 0 : 1;
      const timesteps = spaceTimesteps(config, count, spare, last).map(roundHalfEven);
      const rounded = config.use_karras_sigmas && config.beta_schedule !== 'squaredcos_cap_v2';
      const whole = rounded ? roundHalfEven : Math.trunc;
      grid = solverGrid(config, training, { timesteps, count, whole, smallest: 'of-schedule' });
      integrands.clear();
    },
    scaleModelInput: (sample) => tf.clone(sample),
    predictOriginal: (modelOutput, i, sample) => tf.tidy(() => tf.clone(original(modelOutput, i, sample))),
    step(modelOutput, i, sample) {
      if (i !== expected) integrands.clear();
      expected = i + 1;
      return tf.tidy(() => {
        integrands.push(integrandOf(modelOutput, i, sample));
        const step = integratorStep(levelAt(i), levelAt(i + 1), integrand);
        const added = corrections(i, orderOf(i), step).map(([weight, tensor]): Term => [-step.scale * weight, tensor]);
        const previous = weightedSum(
          [step.ratio, sample],
          [-step.scale * Math.expm1(step.z), integrands.at(0)],
          ...added,
        );
        if (i === grid.timesteps.length - 1) integrands.clear();
        return previous;
      });
    },
    addNoise: (clean, noise, timestep) => mixNoise(clean, noise, levelOf(sigmaOfTimestep(grid, training, timestep))),
    dispose: () => integrands.clear(),
  };
}
