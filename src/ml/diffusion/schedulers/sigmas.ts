/**
 * Noise levels as sigma, the noise's standard deviation relative to the image's scale: sigma =
 * sqrt((1 - alphas_cumprod) / alphas_cumprod) (Karras et al., "Elucidating the Design Space of
 * Diffusion-Based Generative Models", 2022).
 */
import { at } from './scheduler.ts';

const { fround, sqrt } = Math;

/**
 * The sigma of every training timestep, rising. In float32, rounded where PyTorch rounds (see
 * schedule.ts).
 */
export function sigmasOf(alphas: Float32Array): Float32Array {
  return alphas.map((alpha) => sqrt(fround(fround(1 - alpha) / alpha)));
}

/**
 * Replaces an alphas_cumprod of zero, whose sigma would be infinite, by 2^-24, float16's smallest
 * number, as diffusers does.
 */
export function withFiniteSigmas(alphas: Float32Array, rescaled: boolean): Float32Array {
  return rescaled ? alphas.with(-1, 2 ** -24) : alphas;
}

/**
 * Interpolates linearly between the two neighbours of a fractional timestep; outside the schedule,
 * takes the nearest end.
 */
export function sigmaAt(sigmas: Float32Array, timestep: number): number {
  const bounded = Math.min(Math.max(timestep, 0), sigmas.length - 1);
  const below = Math.min(Math.floor(bounded), sigmas.length - 2);
  const low = at(sigmas, below);
  return low + (at(sigmas, below + 1) - low) * (bounded - below);
}

/**
 * The fractional timestep of a sigma, interpolated linearly in log sigma and limited to the
 * schedule.
 */
export function timestepOf(sigmas: Float32Array, sigma: number): number {
  const logSigma = Math.log(Math.max(sigma, 1e-10));
  const logAt = (index: number) => fround(Math.log(at(sigmas, index)));
  let [below, above] = [0, sigmas.length - 1];
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (logAt(middle) <= logSigma) below = middle;
    else above = middle;
  }
  const low = logAt(below);
  return below + Math.min(Math.max((logSigma - low) / (logAt(below + 1) - low), 0), 1);
}

export interface RespacingConfig {
  readonly use_karras_sigmas: boolean;
  readonly use_exponential_sigmas: boolean;
}

/** Exponent of the Karras schedule. The larger it is, the shorter are the steps near the image. */
const rho = 7;

/**
 * `count` sigmas from `max` down to `min`, spaced by Karras et al. 2022, eq. 5, or evenly in their
 * logarithm; null if the config requests neither.
 */
export function respacedSigmas(config: RespacingConfig, max: number, min: number, count: number): number[] | null {
  const ramp = Array.from({ length: count }, (_, i) => (count > 1 ? i / (count - 1) : 0));
  if (config.use_karras_sigmas) {
    const [from, to] = [max ** (1 / rho), min ** (1 / rho)];
    return ramp.map((share) => (from + share * (to - from)) ** rho);
  }
  if (config.use_exponential_sigmas) {
    const [from, to] = [Math.log(max), Math.log(min)];
    return ramp.map((share) => Math.exp(from + share * (to - from)));
  }
  return null;
}

/**
 * The steps of a run, noisiest first: the timesteps, and the sigmas with one more for the level at
 * the end of the last step.
 */
export interface SigmaGrid {
  readonly timesteps: Float32Array;
  readonly sigmas: Float32Array;
}

/** The grid before setTimesteps: every training timestep. */
export function trainingGrid(sigmas: Float32Array): SigmaGrid {
  return {
    timesteps: Float32Array.from(sigmas, (_, i) => sigmas.length - 1 - i),
    sigmas: Float32Array.from([...sigmas.toReversed(), 0]),
  };
}

/**
 * The sigma of a run at this timestep. If a timestep occurs twice, the second one counts, as in
 * diffusers. For a timestep that the run does not visit, the training schedule's sigma, whereas
 * diffusers throws or takes the last one.
 */
export function sigmaOfTimestep(grid: SigmaGrid, trainingSigmas: Float32Array, timestep: number): number {
  const stored = fround(timestep);
  const first = grid.timesteps.indexOf(stored);
  if (first < 0) return sigmaAt(trainingSigmas, timestep);
  const second = grid.timesteps.indexOf(stored, first + 1);
  return at(grid.sigmas, second < 0 ? first : second);
}
