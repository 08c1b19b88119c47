/** The schedulers' door: from diffusers' scheduler_config.json, as it is, to the scheduler that its `_class_name` names. */
import { PlaygroundError } from '../../errors.ts';
import { parseConfig, type SchedulerConfig } from './config.ts';
import { createDdim, ddimConfig } from './ddim.ts';
import { createDdpm, ddpmConfig } from './ddpm.ts';
import { createDpmSolverMultistep, dpmSolverMultistepConfig } from './dpm-solver-multistep.ts';
import { createEulerAncestralDiscrete, eulerAncestralDiscreteConfig } from './euler-ancestral-discrete.ts';
import { createEulerDiscrete, eulerDiscreteConfig } from './euler-discrete.ts';
import { createFlowMatchEulerDiscrete, flowMatchEulerDiscreteConfig } from './flow-match-euler-discrete.ts';
import { createHeunDiscrete, heunDiscreteConfig } from './heun-discrete.ts';
import type { Scheduler, SchedulerOptions } from './scheduler.ts';
import { createUnipcMultistep, unipcMultistepConfig } from './unipc-multistep.ts';

export { parseSchedulerJson, type SchedulerConfig } from './config.ts';
export type { NoiseSource, Scheduler, SchedulerOptions } from './scheduler.ts';

export const schedulerClassNames = [
  'DDPMScheduler',
  'DDIMScheduler',
  'DPMSolverMultistepScheduler',
  'EulerDiscreteScheduler',
  'EulerAncestralDiscreteScheduler',
  'HeunDiscreteScheduler',
  'UniPCMultistepScheduler',
  'FlowMatchEulerDiscreteScheduler',
] as const;
export type SchedulerClassName = (typeof schedulerClassNames)[number];

function isSchedulerClassName(name: unknown): name is SchedulerClassName {
  return schedulerClassNames.some((known) => known === name);
}

/**
 * Returns what diffusers' class returns for the same config, to 1e-4. Throws `scheduler-config`, with the field's name and value, for a class or
 * an option that we cannot run.
 */
export function createScheduler(config: SchedulerConfig, options: SchedulerOptions = {}): Scheduler {
  const { _class_name: name } = config;
  if (!isSchedulerClassName(name)) {
    const reason = `it must be one of ${schedulerClassNames.join(', ')}`;
    throw new PlaygroundError('scheduler-config', { field: '_class_name', value: String(name).slice(0, 60), reason });
  }
  switch (name) {
    case 'DDPMScheduler':
      return createDdpm(parseConfig(ddpmConfig, config));
    case 'DDIMScheduler':
      return createDdim(parseConfig(ddimConfig, config), options);
    case 'DPMSolverMultistepScheduler':
      return createDpmSolverMultistep(parseConfig(dpmSolverMultistepConfig, config));
    case 'EulerDiscreteScheduler':
      return createEulerDiscrete(parseConfig(eulerDiscreteConfig, config));
    case 'EulerAncestralDiscreteScheduler':
      return createEulerAncestralDiscrete(parseConfig(eulerAncestralDiscreteConfig, config));
    case 'HeunDiscreteScheduler':
      return createHeunDiscrete(parseConfig(heunDiscreteConfig, config));
    case 'UniPCMultistepScheduler':
      return createUnipcMultistep(parseConfig(unipcMultistepConfig, config));
    case 'FlowMatchEulerDiscreteScheduler':
      return createFlowMatchEulerDiscrete(parseConfig(flowMatchEulerDiscreteConfig, config));
    default:
      return name satisfies never;
  }
}
