/**
 * From an experiment or a checkpoint to its network: description, parameter shapes, facts. Loaded
 * with the first U-Net.
 */

import { type Experiment, recipes, unetOn } from './config.ts';
import { sideRange } from './data/description.ts';
import { predictionOf } from './diffusion/process.ts';
import type { SchedulerConfig } from './diffusion/schedulers/index.ts';
import { PlaygroundError } from './errors.ts';
import { articleShapes } from './models/article.ts';
import { knowsClasses } from './models/unet2d/class-conditioning.ts';
import { parseUNet2DConfig, type UNet2DConfig } from './models/unet2d/config.ts';
import { unet2dShapes } from './models/unet2d/index.ts';
import type { NetworkDescription } from './network-description.ts';
import {
  articleFacts,
  channelCounts,
  countNumbers,
  type NetworkFacts,
  sideFactor,
  type TrainingSet,
} from './network-description.ts';
import type { Reason } from './reasons.ts';

/**
 * The network that this experiment trains on pictures of this set if nothing is imported. Throws
 * `model-config` if its levels do not divide the side.
 */
export function describeNetwork(experiment: Experiment, set: TrainingSet): NetworkDescription {
  const recipe = recipes[experiment.recipe];
  if (recipe.kind === 'one-pass') return { kind: 'article', shape: { side: set.side, channels: set.channels } };
  return { kind: 'unet2d', config: parseUNet2DConfig(unetOn(recipe, set)), scheduler: trainingScheduler(experiment) };
}

/**
 * The noise that the experiment trains on, as diffusers' save_config writes it, with every field:
 * other programs then sample with the same options, whatever their defaults are.
 */
function trainingScheduler({ predictionType, betaSchedule, zeroTerminalSnr }: Experiment): SchedulerConfig {
  if (predictionType === 'flow') {
    return {
      _class_name: 'FlowMatchEulerDiscreteScheduler',
      base_image_seq_len: 256,
      base_shift: 0.5,
      invert_sigmas: false,
      max_image_seq_len: 4096,
      max_shift: 1.15,
      num_train_timesteps: 1000,
      shift: 1,
      shift_terminal: null,
      stochastic_sampling: false,
      time_shift_type: 'exponential',
      use_beta_sigmas: false,
      use_dynamic_shifting: false,
      use_exponential_sigmas: false,
      use_karras_sigmas: false,
    };
  }
  return {
    _class_name: 'DDPMScheduler',
    beta_end: 0.02,
    beta_schedule: betaSchedule,
    beta_start: 0.0001,
    clip_sample: true,
    clip_sample_range: 1,
    dynamic_thresholding_ratio: 0.995,
    num_train_timesteps: 1000,
    prediction_type: predictionType,
    rescale_betas_zero_snr: zeroTerminalSnr,
    sample_max_value: 1,
    steps_offset: 0,
    thresholding: false,
    // A run must begin at the timestep that is pure noise (Lin et al. 2023, section 3.3), unless
    // the network predicts the noise: for pure noise, this prediction says nothing about the image.
    timestep_spacing: zeroTerminalSnr && predictionType !== 'epsilon' ? 'trailing' : 'leading',
    trained_betas: null,
    variance_type: 'fixed_small',
  };
}

/** The shape of every parameter as in PyTorch, by name and in PyTorch's order; needs no device. */
export function networkShapes(network: NetworkDescription): ReadonlyMap<string, readonly number[]> {
  return network.kind === 'article' ? articleShapes(network.shape.channels) : unet2dShapes(network.config);
}

export function parameterCount(network: NetworkDescription): number {
  return countNumbers(networkShapes(network));
}

/**
 * Throws `model-config` for a network whose pictures the page and the commands cannot show, or its
 * levels cannot halve.
 */
export function requirePictures(network: NetworkDescription): void {
  if (network.kind === 'article') requireSide(network.shape.side, sideFactor(network));
  else requirePictureSizes(network.config);
}

export function requirePictureSizes(config: UNet2DConfig): void {
  const { sample_size, in_channels, out_channels, block_out_channels } = config;
  if (!channelCounts.some((count) => count === in_channels))
    refuse('in_channels', in_channels, { code: 'or', first: '1, 3', next: 4 });
  if (out_channels !== in_channels)
    refuse('out_channels', out_channels, { code: 'as-in-channels', channels: in_channels });
  const [height, width = height] = [sample_size].flat();
  if (height !== width) refuse('sample_size', sample_size, { code: 'one-side' });
  // A network without a fixed size needs no check: its levels, at most eight, divide the largest
  // side.
  if (typeof height === 'number') requireSide(height, 2 ** (block_out_channels.length - 1));
}

function requireSide(side: number, factor: number): void {
  const divisor = Math.max(2, factor);
  if (side >= sideRange.min && side <= sideRange.max && side % divisor === 0) return;
  refuse('sample_size', side, {
    code: 'multiple-in-range',
    factor: divisor,
    least: sideRange.min,
    most: sideRange.max,
  });
}

function refuse(field: keyof UNet2DConfig, value: unknown, allowed: Reason): never {
  throw new PlaygroundError('model-config', { field, value: JSON.stringify(value), allowed });
}

/** Throws `scheduler-config` if the noise of a checkpoint is not known here. */
export function networkFacts(network: NetworkDescription): NetworkFacts {
  if (network.kind === 'article') return articleFacts(network.shape);
  return {
    kind: 'diffusion',
    parameters: parameterCount(network),
    prediction: predictionOf(network.scheduler),
    knowsClasses: knowsClasses(network.config),
  };
}
