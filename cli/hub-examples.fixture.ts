/**
 * Models that people look for on the Hugging Face hub, as their repositories describe them.
 * `source` says where the facts come from: public copies of a repository's own files, or what
 * diffusers writes for the arguments in a public program.
 */

export interface HubExample {
  readonly repository: string;
  readonly source: string;
  readonly licence: string;
  /**
   * `root`: all files in one folder, as in the oldest pipelines and those of the diffusion course.
   */
  readonly layout: 'root' | 'folders';
  readonly weights: 'safetensors' | 'bin';
  readonly config: Readonly<Record<string, unknown>>;
  readonly scheduler: Readonly<Record<string, unknown>>;
  /** The network's parameters; null if its configuration is refused. */
  readonly parameters: number | null;
}

/** Trained by DDPM's authors, converted in 2022 by the authors of diffusers. */
const converted = {
  _class_name: 'UNet2DModel',
  _diffusers_version: '0.0.4',
  act_fn: 'silu',
  attention_head_dim: null,
  center_input_sample: false,
  downsample_padding: 0,
  flip_sin_to_cos: false,
  freq_shift: 1,
  in_channels: 3,
  layers_per_block: 2,
  mid_block_scale_factor: 1,
  norm_eps: 1e-6,
  norm_num_groups: 32,
  out_channels: 3,
  time_embedding_type: 'positional',
};
const linear = {
  _class_name: 'DDPMScheduler',
  _diffusers_version: '0.1.1',
  beta_end: 0.02,
  beta_schedule: 'linear',
  beta_start: 0.0001,
  clip_sample: true,
  num_train_timesteps: 1000,
  trained_betas: null,
  variance_type: 'fixed_small',
};

/** The defaults of diffusers in late 2022, when the course was written. */
const byDefault = {
  _class_name: 'UNet2DModel',
  _diffusers_version: '0.10.2',
  act_fn: 'silu',
  add_attention: true,
  attention_head_dim: 8,
  center_input_sample: false,
  downsample_padding: 1,
  flip_sin_to_cos: true,
  freq_shift: 0,
  layers_per_block: 2,
  mid_block_scale_factor: 1,
  norm_eps: 1e-5,
  norm_num_groups: 32,
  time_embedding_type: 'positional',
};
const byDefaultScheduler = {
  _class_name: 'DDPMScheduler',
  _diffusers_version: '0.10.2',
  beta_end: 0.02,
  beta_schedule: 'linear',
  beta_start: 0.0001,
  clip_sample: true,
  num_train_timesteps: 1000,
  prediction_type: 'epsilon',
  trained_betas: null,
  variance_type: 'fixed_small',
};

const [down, downAttending, up, upAttending] = ['DownBlock2D', 'AttnDownBlock2D', 'UpBlock2D', 'AttnUpBlock2D'];

/** From diffusers' tutorial and its script for unconditional generation. */
const ofTutorial = {
  ...byDefault,
  in_channels: 3,
  out_channels: 3,
  block_out_channels: [128, 128, 256, 256, 512, 512],
  down_block_types: [down, down, down, down, downAttending, down],
  up_block_types: [up, upAttending, up, up, up, up],
};

export const hubExamples: readonly HubExample[] = [
  {
    repository: 'google/ddpm-cifar10-32',
    source:
      'config.json and its weights’ format found (main has diffusion_pytorch_model.bin alone); the scheduler is that of ddpm-cat-256',
    licence: 'apache-2.0',
    layout: 'root',
    weights: 'bin',
    config: {
      ...converted,
      block_out_channels: [128, 256, 256, 256],
      down_block_types: [down, downAttending, down, down],
      sample_size: 32,
      up_block_types: [up, up, upAttending, up],
    },
    scheduler: linear,
    parameters: 35_746_307,
  },
  {
    repository: 'google/ddpm-cat-256',
    source: 'config.json and scheduler_config.json found; weights in safetensors assumed',
    licence: 'apache-2.0',
    layout: 'root',
    weights: 'safetensors',
    config: {
      ...converted,
      block_out_channels: [128, 128, 256, 256, 512, 512],
      down_block_types: [down, down, down, down, downAttending, down],
      sample_size: 256,
      up_block_types: [up, upAttending, up, up, up, up],
    },
    scheduler: linear,
    parameters: null,
  },
  {
    repository: 'ada/sd-class-butterflies-32',
    source:
      'arguments and layout of the course’s notebook found (unit 1), its number of parameters, too; config.json as diffusers writes it',
    licence: 'mit',
    layout: 'root',
    weights: 'safetensors',
    config: {
      ...byDefault,
      block_out_channels: [64, 128, 128, 256],
      down_block_types: [down, down, downAttending, downAttending],
      in_channels: 3,
      out_channels: 3,
      sample_size: 32,
      up_block_types: [upAttending, upAttending, up, up],
    },
    scheduler: { ...byDefaultScheduler, beta_schedule: 'squaredcos_cap_v2' },
    parameters: 18_536_323,
  },
  {
    repository: 'ada/sd-class-butterflies-64',
    source: 'command and layout of the course’s notebook found; config.json as the script gives it to diffusers',
    licence: 'mit',
    layout: 'root',
    weights: 'safetensors',
    config: { ...ofTutorial, sample_size: 64 },
    scheduler: byDefaultScheduler,
    parameters: 113_673_219,
  },
  {
    repository: 'anton-l/ddpm-butterflies-128',
    source: 'arguments of diffusers’ tutorial found; config.json as diffusers writes it',
    licence: 'apache-2.0',
    layout: 'folders',
    weights: 'safetensors',
    config: { ...ofTutorial, sample_size: 128 },
    scheduler: byDefaultScheduler,
    parameters: 113_673_219,
  },
  {
    repository: '1aurent/ddpm-mnist',
    source:
      'card and size of its pictures found (28 x 28, grey); the network is that of the course’s MNIST notebook, as diffusers writes it',
    licence: 'mit',
    layout: 'folders',
    weights: 'safetensors',
    config: {
      ...byDefault,
      block_out_channels: [32, 64, 64],
      down_block_types: [down, downAttending, downAttending],
      in_channels: 1,
      out_channels: 1,
      sample_size: 28,
      up_block_types: [upAttending, upAttending, up],
    },
    scheduler: byDefaultScheduler,
    parameters: 1_707_009,
  },
];
