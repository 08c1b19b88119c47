/**
 * What DPM-Solver and UniPC share: both integrate the probability flow exactly in its linear part, over the half-log-SNR
 * lambda = log(alpha / sigma) (Lu et al., "DPM-Solver", 2022, eq. 3.4; "DPM-Solver++", 2022, eq. 8). Samples are alpha x_0 + sigma noise with
 * alpha^2 + sigma^2 = 1.
 */

import { at } from './scheduler.ts';
import { type RespacingConfig, respacedSigmas, type SigmaGrid, sigmaAt, timestepOf } from './sigmas.ts';

export interface Level {
  readonly alpha: number;
  readonly sigma: number;
  /** Half the logarithm of the signal-to-noise ratio; Infinity for a clean image. */
  readonly lambda: number;
}

/** `ratio`: noise over image, the sigma of the grid. */
export function levelOf(ratio: number): Level {
  const alpha = 1 / Math.sqrt(ratio ** 2 + 1);
  return { alpha, sigma: ratio * alpha, lambda: -Math.log(ratio) };
}

/** What the network's answers are turned into and interpolated over a step. */
export type Integrand = 'original' | 'noise';

/**
 * A step from level s to t: x_t = ratio x_s - scale (expm1(z) m + corrections), with m the integrand at s. For the original z = -h, for the noise
 * z = h, where h = lambda_t - lambda_s: with this sign all orders of both share their equations.
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

/** `timesteps`: whole. `whole` turns the fractional timesteps of respaced sigmas into whole ones. */
export function solverGrid(
  config: SolverGridConfig,
  training: Float32Array,
  timesteps: readonly number[],
  ends: { readonly min?: number | null | undefined; readonly max?: number | null | undefined },
  whole: (timestep: number) => number,
): SigmaGrid {
  const [min, max] = [ends.min ?? at(training, 0), ends.max ?? at(training, training.length - 1)];
  const respaced = respacedSigmas(config, max, min, timesteps.length);
  const sigmas = respaced ?? timesteps.map((timestep) => sigmaAt(training, timestep));
  const smallest = respaced ? min : at(training, 0);
  return {
    timesteps: Float32Array.from(respaced?.map((sigma) => whole(timestepOf(training, sigma))) ?? timesteps),
    sigmas: Float32Array.from([...sigmas, config.final_sigmas_type === 'zero' ? 0 : smallest]),
  };
}
