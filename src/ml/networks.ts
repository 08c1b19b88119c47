/** From what an experiment or a checkpoint says to the network that it means: its description, its parameters' shapes, its facts. */
import type { NetworkDescription } from './checkpoint/checkpoint.ts';
import { imageChannels, imageSide } from './cifar.ts';
import { type Experiment, recipes, shippedSets, unetOn } from './config.ts';
import { predictionOf } from './diffusion/process.ts';
import type { SchedulerConfig } from './diffusion/schedulers/index.ts';
import { PlaygroundError } from './errors.ts';
import { articleShapes } from './models/article.ts';
import { classConditioning } from './models/unet2d/class-conditioning.ts';
import { parseUNet2DConfig, type UNet2DConfig } from './models/unet2d/config.ts';
import { unet2dShapes } from './models/unet2d/index.ts';
import { articleFacts, countNumbers, type NetworkFacts } from './network-facts.ts';

/** The network that this experiment trains where nothing is imported. */
export function describeNetwork(experiment: Experiment): NetworkDescription {
  const recipe = recipes[experiment.recipe];
  if (recipe.kind === 'one-pass') return { kind: 'article' };
  return {
    kind: 'unet2d',
    config: parseUNet2DConfig(unetOn(recipe, shippedSets.cifar10)),
    scheduler: trainingScheduler(experiment),
  };
}

/**
 * The noise that the experiment trains on, as diffusers' save_config writes it, field by field: whoever opens it elsewhere samples with the same
 * options, whatever the defaults are there.
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
    // A run must begin at the timestep that is pure noise (Lin et al. 2023, section 3.3), unless the network answers with the noise: of pure noise
    // that says nothing about the image.
    timestep_spacing: zeroTerminalSnr && predictionType !== 'epsilon' ? 'trailing' : 'leading',
    trained_betas: null,
    variance_type: 'fixed_small',
  };
}

/** Every parameter's shape as PyTorch keeps it, under its name and in PyTorch's order; needs no device. */
export function networkShapes(network: NetworkDescription): ReadonlyMap<string, readonly number[]> {
  return network.kind === 'article' ? articleShapes() : unet2dShapes(network.config);
}

export function parameterCount(network: NetworkDescription): number {
  return countNumbers(networkShapes(network));
}

/** Throws `model-config` for a network whose pictures are not those of the data set: the page and the commands know no others. */
export function requirePictures(network: NetworkDescription): void {
  if (network.kind === 'unet2d') requirePictureSizes(network.config);
}

export function requirePictureSizes(config: UNet2DConfig): void {
  const { sample_size, in_channels, out_channels, block_out_channels } = config;
  const refuse = (field: keyof UNet2DConfig, value: unknown, allowed: string | number): never => {
    throw new PlaygroundError('model-config', { field, value: JSON.stringify(value), allowed });
  };
  if (in_channels !== imageChannels) refuse('in_channels', in_channels, imageChannels);
  if (out_channels !== imageChannels) refuse('out_channels', out_channels, imageChannels);
  if ([sample_size].flat().some((size) => size !== null && size !== imageSide)) {
    refuse('sample_size', sample_size, imageSide);
  }
  const most = Math.log2(imageSide) + 1;
  if (block_out_channels.length > most) {
    const allowed = `a list of at most ${most}: a picture of ${imageSide} pixels is halved no more often`;
    refuse('block_out_channels', block_out_channels, allowed);
  }
}

/** Throws `scheduler-config` for a checkpoint's noise that is not known here. */
export function networkFacts(network: NetworkDescription): NetworkFacts {
  if (network.kind === 'article') return articleFacts();
  return {
    kind: 'diffusion',
    parameters: parameterCount(network),
    prediction: predictionOf(network.scheduler),
    knowsClasses: classConditioning(network.config)?.named === true,
  };
}
