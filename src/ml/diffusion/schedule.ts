/**
 * Noise schedules: how much of the image and how much noise a sample contains at each training
 * timestep, x_t = sqrt(alphas_cumprod_t) x_0 + sqrt(1 - alphas_cumprod_t) noise (Ho et al.,
 * "Denoising Diffusion Probabilistic Models", 2020, eq. 4).
 *
 * Computed in float32 and rounded where PyTorch rounds. Near t = 0 the noise variance 1 -
 * alphas_cumprod_t is about 1e-4, of which float32 keeps only three or four digits. Exact numbers
 * would differ from diffusers' by 3e-4 there, and so would the smallest sigma.
 */
import { betaSchedules } from '../config.ts';

const { fround, sqrt } = Math;

/**
 * The schedules that a recipe may choose, and one that occurs only in other people's checkpoints.
 */
export const knownBetaSchedules = [...betaSchedules, 'sigmoid'] as const;

/** The fields of diffusers' scheduler_config.json that determine the schedule. */
export interface NoiseScheduleConfig {
  readonly num_train_timesteps: number;
  readonly beta_start: number;
  readonly beta_end: number;
  readonly beta_schedule: (typeof knownBetaSchedules)[number];
  /** One beta per timestep instead of a named schedule. */
  readonly trained_betas?: readonly number[] | null | undefined;
  /** Stretches the schedule so that the last timestep is pure noise. */
  readonly rescale_betas_zero_snr?: boolean;
}

/**
 * torch.linspace in float32, which computes the second half from the end, so that both ends are
 * exact.
 */
function linspace(start: number, end: number, count: number): Float32Array {
  const [first, last] = [fround(start), fround(end)];
  const step = count > 1 ? fround(fround(last - first) / (count - 1)) : 0;
  return Float32Array.from({ length: count }, (_, i) =>
    i < Math.floor(count / 2) ? first + step * i : last - step * (count - 1 - i),
  );
}

/**
 * Share of the image's variance that is left at time t in [0, 1] (Nichol and Dhariwal, "Improved
 * DDPM", 2021, eq. 17, before normalization).
 */
function cosineAlphaBar(t: number): number {
  return Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;
}

/**
 * Betas are capped below 1, so that the last timesteps are not singular (the same paper, section
 * 3.2).
 */
const largestCosineBeta = 0.999;

function cosineBetas(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) =>
    Math.min(1 - cosineAlphaBar((i + 1) / count) / cosineAlphaBar(i / count), largestCosineBeta),
  );
}

/** Running product of 1 - beta; PyTorch accumulates it in float64 and stores float32. */
function cumulativeAlphas(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => {
    product *= fround(1 - beta);
    return product;
  });
}

/**
 * Leaves no signal at the last timestep and keeps the first unchanged (Lin et al., "Common
 * Diffusion Noise Schedules ... Are Flawed", 2023, algorithm 1).
 */
function rescaleToZeroTerminalSnr(betas: Float32Array): Float32Array {
  const roots = cumulativeAlphas(betas).map(sqrt);
  const [first, last] = [roots[0] ?? 1, roots.at(-1) ?? 0];
  const stretch = fround(first / fround(first - last));
  const alphaBars = roots.map((root) => fround(fround(root - last) * stretch) ** 2);
  return alphaBars.map((alphaBar, i) => 1 - (i === 0 ? alphaBar : fround(alphaBar / (alphaBars[i - 1] ?? 1))));
}

function namedBetas(config: NoiseScheduleConfig): Float32Array {
  const { num_train_timesteps: count, beta_start, beta_end, beta_schedule } = config;
  switch (beta_schedule) {
    case 'linear':
      return linspace(beta_start, beta_end, count);
    case 'scaled_linear':
      return linspace(sqrt(beta_start), sqrt(beta_end), count).map((root) => root * root);
    case 'squaredcos_cap_v2':
      return cosineBetas(count);
    case 'sigmoid': {
      // The formula of Xu et al., "GeoDiff", 2022, as in diffusers.
      const range = fround(beta_end - beta_start);
      return linspace(-6, 6, count).map((z) => fround(fround(1 / (1 + Math.exp(-z))) * range) + beta_start);
    }
    default:
      return beta_schedule satisfies never;
  }
}

/** Variance of the noise that each training timestep adds. */
export function betasOf(config: NoiseScheduleConfig): Float32Array {
  const betas = config.trained_betas ? Float32Array.from(config.trained_betas) : namedBetas(config);
  return config.rescale_betas_zero_snr ? rescaleToZeroTerminalSnr(betas) : betas;
}

/**
 * Share of the image's variance that is left at each timestep. It falls from almost 1; with
 * rescale_betas_zero_snr it ends at 0.
 */
export function alphasCumprod(config: NoiseScheduleConfig): Float32Array {
  return cumulativeAlphas(betasOf(config));
}
