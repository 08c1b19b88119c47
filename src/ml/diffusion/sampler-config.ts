/** From the schedule that a network was trained on to a scheduler to sample it with. */
import type { SamplerName } from '../config.ts';
import type { SchedulerClassName, SchedulerConfig } from './schedulers/index.ts';

const classOf = {
  ddim: 'DDIMScheduler',
  ddpm: 'DDPMScheduler',
  dpm: 'DPMSolverMultistepScheduler',
  unipc: 'UniPCMultistepScheduler',
  euler: 'EulerDiscreteScheduler',
  'euler-ancestral': 'EulerAncestralDiscreteScheduler',
  heun: 'HeunDiscreteScheduler',
  'flow-match-euler': 'FlowMatchEulerDiscreteScheduler',
} as const satisfies Record<SamplerName, SchedulerClassName>;

/**
 * What diffusers' `X.from_config(pipeline.scheduler.config)` makes of a saved pipeline: every field that the other class knows is taken over, the
 * others have that class's defaults.
 */
export function samplerConfig(training: SchedulerConfig, sampler: SamplerName): SchedulerConfig {
  return { ...training, _class_name: classOf[sampler] };
}
