/**
 * diffusers' schedulers that are not built here. A scheduler_config.json gives the noise that a
 * network was trained on, and the sampler for it. The weights depend on the first only; for the
 * second we use our nearest sampler.
 */
import type { SchedulerClassName } from '../../samplers.ts';
import type { SchedulerConfig } from './config.ts';

interface Nearest {
  readonly className: SchedulerClassName;
  /**
   * Defaults of the class itself, if they differ from those of ours: files older than a field lack
   * it.
   */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

const ofStableDiffusion = { beta_start: 0.00085, beta_end: 0.012 };
const distilled = { ...ofStableDiffusion, beta_schedule: 'scaled_linear' };

/** All have the betas of DDPM, or the straight path of flow matching. */
const nearest: ReadonlyMap<string, Nearest> = new Map([
  ['DDPMParallelScheduler', { className: 'DDPMScheduler' }],
  ['RePaintScheduler', { className: 'DDPMScheduler' }],
  ['DDIMParallelScheduler', { className: 'DDIMScheduler' }],
  ['DDIMInverseScheduler', { className: 'DDIMScheduler' }],
  // Multi-step methods in the noise prediction (Liu et al., 2022); DPM-Solver++ replaces them here.
  ['PNDMScheduler', { className: 'DPMSolverMultistepScheduler' }],
  ['DEISMultistepScheduler', { className: 'DPMSolverMultistepScheduler' }],
  ['DPMSolverSinglestepScheduler', { className: 'DPMSolverMultistepScheduler' }],
  ['DPMSolverMultistepInverseScheduler', { className: 'DPMSolverMultistepScheduler' }],
  ['SASolverScheduler', { className: 'UniPCMultistepScheduler' }],
  // Methods of first order in sigma become Euler's, those of second order Heun's.
  ['LMSDiscreteScheduler', { className: 'EulerDiscreteScheduler' }],
  ['KDPM2DiscreteScheduler', { className: 'HeunDiscreteScheduler', defaults: ofStableDiffusion }],
  ['KDPM2AncestralDiscreteScheduler', { className: 'EulerAncestralDiscreteScheduler', defaults: ofStableDiffusion }],
  ['DPMSolverSDEScheduler', { className: 'EulerAncestralDiscreteScheduler', defaults: ofStableDiffusion }],
  ['LCMScheduler', { className: 'DDIMScheduler', defaults: distilled }],
  ['TCDScheduler', { className: 'DDIMScheduler', defaults: distilled }],
  ['FlowMatchHeunDiscreteScheduler', { className: 'FlowMatchEulerDiscreteScheduler' }],
  ['FlowMatchLCMScheduler', { className: 'FlowMatchEulerDiscreteScheduler' }],
  // Noise levels of another kind, which `preconditioning.ts` converts to those of a flow.
  ['EDMEulerScheduler', { className: 'FlowMatchEulerDiscreteScheduler' }],
  ['EDMDPMSolverMultistepScheduler', { className: 'FlowMatchEulerDiscreteScheduler' }],
  ['ScoreSdeVeScheduler', { className: 'FlowMatchEulerDiscreteScheduler' }],
]);

/**
 * The noise, the prediction type, the timesteps of a run, and clipping: fields that mean the same
 * in every class that has them.
 */
const shared = [
  'num_train_timesteps',
  'beta_start',
  'beta_end',
  'beta_schedule',
  'trained_betas',
  'rescale_betas_zero_snr',
  'prediction_type',
  'timestep_spacing',
  'steps_offset',
  'set_alpha_to_one',
  'clip_sample',
  'clip_sample_range',
  'thresholding',
  'dynamic_thresholding_ratio',
  'sample_max_value',
] as const;

/**
 * Whether a field only says how to sample: its value does not affect the noise, output or range of
 * the network.
 */
export const isOfSampling = (field: string): boolean =>
  field !== '_class_name' && !shared.some((name) => name === field);

const given = (config: SchedulerConfig, fields: readonly string[]) =>
  Object.fromEntries(fields.filter((field) => field in config).map((field) => [field, config[field]]));

/** DPM-Solver, UniPC and others accept a flow since diffusers 0.32. */
const isFlowOfBetas = ({ prediction_type, use_flow_sigmas }: SchedulerConfig): boolean =>
  prediction_type === 'flow_prediction' && use_flow_sigmas === true;

/**
 * The config for a class that is built here: `config` itself if its class is built, or if no class
 * here is near it.
 */
export function inOurWords(config: SchedulerConfig): SchedulerConfig {
  if (isFlowOfBetas(config)) {
    const { num_train_timesteps = 1000, flow_shift } = config;
    return { _class_name: 'FlowMatchEulerDiscreteScheduler', num_train_timesteps, shift: flow_shift ?? 1 };
  }
  const found = nearest.get(config._class_name);
  if (!found) return config;
  const { className, defaults } = found;
  if (className === 'FlowMatchEulerDiscreteScheduler') {
    const isFlow = config._class_name.startsWith('FlowMatch');
    return { ...(isFlow && given(config, ['num_train_timesteps', 'shift'])), _class_name: className };
  }
  return { ...defaults, ...given(config, shared), _class_name: className };
}

/**
 * Whether the network does not answer as a flow itself: `preconditioning.ts` wraps it so that it
 * does.
 */
export function isWrapped({ _class_name }: SchedulerConfig): boolean {
  return (
    nearest.get(_class_name)?.className === 'FlowMatchEulerDiscreteScheduler' && !_class_name.startsWith('FlowMatch')
  );
}

/** Our class that replaces the config's; null if it is the same. */
export function takenFor(config: SchedulerConfig): string | null {
  const { _class_name } = inOurWords(config);
  return _class_name === config._class_name ? null : _class_name;
}
