/**
 * The part that DPM-Solver and UniPC share: both integrate the linear part of the probability flow
 * exactly, over the half-log-SNR lambda = log(alpha / sigma) (Lu et al., "DPM-Solver", 2022, eq.
 * 3.4; "DPM-Solver++", 2022, eq. 8). Samples are alpha x_0 + sigma noise with alpha^2 +
 * sigma^2 = 1.
 */

import { at } from './scheduler.ts';
import { type RespacingConfig, respacedSigmas, type SigmaGrid, sigmaAt, timestepOf } from './sigmas.ts';

const { fround } = Math;

export interface Level {
  readonly alpha: number;
  readonly sigma: number;
  /** Half the logarithm of the signal-to-noise ratio; Infinity for a clean image. */
  readonly lambda: number;
}

/**
 * `ratio`: noise over image, the sigma of the grid. Rounded as in PyTorch: at a ratio of thousands,
 * sigma is almost 1 and lambda has few digits.
 */
export function levelOf(ratio: number): Level {
  const alpha = fround(1 / fround(Math.sqrt(fround(fround(ratio ** 2) + 1))));
  const sigma = fround(ratio * alpha);
  return { alpha, sigma, lambda: fround(fround(Math.log(alpha)) - fround(Math.log(sigma))) };
}

/**
 * The quantity that the network's outputs are converted to and that is interpolated over a step.
 */
export type Integrand = 'original' | 'noise';

/**
 * A step from level s to t: x_t = ratio x_s - scale (expm1(z) m + corrections), with m the
 * integrand at s. z is -h for the original and h for the noise, where h = lambda_t - lambda_s: with
 * this sign, both use the same equations for all orders.
 */
export interface IntegratorStep {
  readonly ratio: number;
  readonly scale: number;
  readonly h: number;
  readonly z: number;
}

export function integratorStep(from: Level, to: Level, integrand: Integrand): IntegratorStep {
  const h = to.lambda - from.lambda;
  return integrand === 'original'
    ? { ratio: to.sigma / from.sigma, scale: to.alpha, h, z: -h }
    : { ratio: to.alpha / from.alpha, scale: to.sigma, h, z: h };
}

export interface SolverGridConfig extends RespacingConfig {
  readonly final_sigmas_type: 'zero' | 'sigma_min';
}

export interface SolverSteps {
  /** Whole numbers. Used if sigmas are not respaced. */
  readonly timesteps: readonly number[];
  /** Steps of the run, used if sigmas are respaced. */
  readonly count: number;
  /** Ends of respaced sigmas; by default those of the schedule. */
  readonly min?: number | null | undefined;
  readonly max?: number | null | undefined;
  /** Rounds the fractional timestep of a respaced sigma. */
  readonly whole: (timestep: number) => number;
  /**
   * Meaning of `sigma_min` as final_sigmas_type: the schedule's smallest (DPM-Solver) or the last
   * respaced one (UniPC).
   */
  readonly smallest: 'of-schedule' | 'of-run';
}

/**
 * `training`: the sigma of every training timestep. diffusers interpolates from numpy's float32
 * logarithm, which is not exact to the last digit: where timesteps are truncated, one that falls on
 * a training timestep can come out one lower or higher than on another machine.
 */
export function solverGrid(config: SolverGridConfig, training: Float32Array, steps: SolverSteps): SigmaGrid {
  const [min, max] = [steps.min ?? at(training, 0), steps.max ?? at(training, training.length - 1)];
  const respaced = respacedSigmas(config, max, min, steps.count);
  const sigmas = respaced ?? steps.timesteps.map((timestep) => sigmaAt(training, timestep));
  const smallest = (steps.smallest === 'of-run' && respaced?.at(-1)) || at(training, 0);
  return {
    timesteps: Float32Array.from(respaced?.map((sigma) => steps.whole(timestepOf(training, sigma))) ?? steps.timesteps),
    sigmas: Float32Array.from([...sigmas, config.final_sigmas_type === 'zero' ? 0 : smallest]),
  };
}
