/**
 * The way from noise to picture in a few levels, x = alpha x_0 + sigma noise, and the steps of a
 * noisy picture between them. Everything is in terms of alpha and sigma, for which Kingma et al.
 * ("Variational Diffusion Models", 2021, appendix A) give both directions for every process with a
 * falling signal-to-noise ratio. On a schedule of betas they are eq. 4 and 7 of Ho et al. 2020;
 * they also hold for a flow, where alpha = 1 - sigma. RePaint and DDNM are written for DDPM, but
 * need only the x_0 that the network predicts; a flow's velocity gives it as a prediction of noise
 * does (`prediction.ts`).
 */
import type { ForwardProcess } from '../process.ts';
import type { RepairSettings } from './methods.ts';

/** Entry k is level k: level 0 is the picture, the last level is almost only noise. */
export interface NoiseLevels {
  readonly alphas: readonly number[];
  readonly sigmas: readonly number[];
  /** The timestep for the network. Entry 0 is unused: the network never runs at level 0. */
  readonly timesteps: readonly number[];
}

/**
 * `steps` levels, evenly spaced over the training timesteps; the last level is the last timestep.
 */
export function noiseLevels(process: ForwardProcess, steps: number): NoiseLevels {
  const total = process.numTrainTimesteps;
  const { alphas, sigmas, timesteps } = process.at(
    Array.from({ length: steps }, (_, i) => (i + 1) / steps - 0.5 / total),
  );
  return { alphas: [1, ...alphas], sigmas: [0, ...sigmas], timesteps: [0, ...timesteps] };
}

/** A Gaussian with mean `sample` x + `original` x_0. */
export interface Transition {
  readonly sample: number;
  readonly original: number;
  readonly deviation: number;
}

/** x_t given x_s at a level with less noise: alpha x_s plus the missing amount of fresh noise. */
export function noisier({ alphas, sigmas }: NoiseLevels, from: number, to: number): Transition {
  const { alpha, variance } = between(alphas, sigmas, from, to);
  return { sample: alpha, original: 0, deviation: Math.sqrt(variance) };
}

/** x_s given x_0 and x_t at a level with more noise. At level 0 it is x_0 itself. */
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
 * The levels that a run visits, from the last down to 0. Every `jump` levels it goes back up `jump`
 * levels, `resamples` - 1 times, so that generated and known pixels come to agree (Lugmayr et al.,
 * "RePaint: Inpainting using Denoising Diffusion Probabilistic Models", 2022, appendix B; Wang et
 * al. 2023 call it time travel). RePaint goes back one timestep at a time; one step over all of
 * them has the same distribution.
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

/** Passes through the network along these levels: one for each level down. */
export function passesOf({ steps, jump, resamples }: Pick<RepairSettings, 'steps' | 'jump' | 'resamples'>): number {
  const visited = levelsVisited(steps, jump, resamples);
  return visited.filter((level, i) => level < (visited[i - 1] ?? 0)).length;
}
