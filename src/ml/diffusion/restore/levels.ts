/**
 * The way from noise to picture in a few levels, x = alpha x_0 + sigma noise, and how a noisy picture gets from one to another. In terms of alpha and sigma
 * alone, for which Kingma et al. ("Variational Diffusion Models", 2021, appendix A) give both directions for every process whose signal-to-noise ratio falls:
 * on a schedule of betas they are eq. 4 and 7 of Ho et al. 2020, and they hold as well for a flow, where alpha = 1 - sigma. RePaint and DDNM are written
 * for DDPM; a flow's velocity says which x_0 the network sees, as a prediction of noise does (`prediction.ts`), and the rest asks for nothing else.
 */
import type { ForwardProcess } from '../process.ts';
import type { RepairSettings } from './methods.ts';

/** Entry k is level k: 0 is the picture, the last almost only noise. */
export interface NoiseLevels {
  readonly alphas: readonly number[];
  readonly sigmas: readonly number[];
  /** The timestep that the network is given. Entry 0 is unused: the network is never asked at level 0. */
  readonly timesteps: readonly number[];
}

/** `steps` levels, evenly over the timesteps of training; the last is the last timestep. */
export function noiseLevels(process: ForwardProcess, steps: number): NoiseLevels {
  const total = process.numTrainTimesteps;
  const { alphas, sigmas, timesteps } = process.at(
    Array.from({ length: steps }, (_, i) => (i + 1) / steps - 0.5 / total),
  );
  return { alphas: [1, ...alphas], sigmas: [0, ...sigmas], timesteps: [0, ...timesteps] };
}

/** Of a Gaussian whose mean is `sample` x + `original` x_0. */
export interface Transition {
  readonly sample: number;
  readonly original: number;
  readonly deviation: number;
}

/** x_t given x_s at a level of less noise: alpha x_s and as much fresh noise as is missing. */
export function noisier({ alphas, sigmas }: NoiseLevels, from: number, to: number): Transition {
  const { alpha, variance } = between(alphas, sigmas, from, to);
  return { sample: alpha, original: 0, deviation: Math.sqrt(variance) };
}

/** x_s given x_t at a level of more noise and x_0. At level 0 it is x_0 itself. */
export function lessNoisy({ alphas, sigmas }: NoiseLevels, from: number, to: number): Transition {
  const { alpha, variance } = between(alphas, sigmas, to, from);
  const noise = (sigmas[from] ?? 0) ** 2;
  const rest = (sigmas[to] ?? 0) ** 2;
  return {
    sample: (alpha * rest) / noise,
    original: ((alphas[to] ?? 0) * variance) / noise,
    deviation: Math.sqrt((variance * rest) / noise),
  };
}

/** alpha_t|s and sigma_t|s^2, where s has less noise than t. */
function between(alphas: readonly number[], sigmas: readonly number[], s: number, t: number) {
  const alpha = (alphas[t] ?? 0) / (alphas[s] ?? 1);
  return { alpha, variance: Math.max(0, (sigmas[t] ?? 0) ** 2 - (alpha * (sigmas[s] ?? 0)) ** 2) };
}

/**
 * The levels that a run comes to, from the last down to 0. Every `jump` levels it goes `jump` levels back into the noise, `resamples` - 1 times, so that what is made up
 * and what is known get to agree (Lugmayr et al., "RePaint: Inpainting using Denoising Diffusion Probabilistic Models", 2022, appendix B; Wang et al. 2023 call it
 * time travel). RePaint goes back one timestep after another; one step over all of them has the same distribution.
 */
export function levelsVisited(steps: number, jump: number, resamples: number): number[] {
  const left = new Map<number, number>();
  for (let level = 1; level <= steps - jump; level += jump) left.set(level, resamples - 1);
  const visited = [steps];
  for (let level = steps; level > 0; ) {
    level -= 1;
    visited.push(level);
    const times = left.get(level) ?? 0;
    if (times === 0) continue;
    left.set(level, times - 1);
    level += jump;
    visited.push(level);
  }
  return visited;
}

/** Passes through the network on that way: one for each level that it goes down. */
export function passesOf({ steps, jump, resamples }: Pick<RepairSettings, 'steps' | 'jump' | 'resamples'>): number {
  const visited = levelsVisited(steps, jump, resamples);
  return visited.filter((level, i) => level < (visited[i - 1] ?? 0)).length;
}
