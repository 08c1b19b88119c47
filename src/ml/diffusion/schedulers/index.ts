/**
 * Makes the scheduler that the `_class_name` of diffusers' scheduler_config.json names, from the
 * config as it is.
 */
import { PlaygroundError } from '../../errors.ts';
import type { Reason } from '../../reasons.ts';
import { type SchedulerClassName, schedulerClassNames } from '../../samplers.ts';
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
export type { Scheduler, SchedulerOptions } from './scheduler.ts';

type Build = (config: SchedulerConfig, options: SchedulerOptions) => Scheduler;

const builders: Readonly<Record<SchedulerClassName, Build>> = {
  DDPMScheduler: (config) => createDdpm(parseConfig(ddpmConfig, config)),
  DDIMScheduler: (config, options) => createDdim(parseConfig(ddimConfig, config), options),
  DPMSolverMultistepScheduler: (config) => createDpmSolverMultistep(parseConfig(dpmSolverMultistepConfig, config)),
  EulerDiscreteScheduler: (config) => createEulerDiscrete(parseConfig(eulerDiscreteConfig, config)),
  EulerAncestralDiscreteScheduler: (config) =>
    createEulerAncestralDiscrete(parseConfig(eulerAncestralDiscreteConfig, config)),
  HeunDiscreteScheduler: (config) => createHeunDiscrete(parseConfig(heunDiscreteConfig, config)),
  UniPCMultistepScheduler: (config) => createUnipcMultistep(parseConfig(unipcMultistepConfig, config)),
  FlowMatchEulerDiscreteScheduler: (config) =>
    createFlowMatchEulerDiscrete(parseConfig(flowMatchEulerDiscreteConfig, config)),
};

/**
 * Returns what diffusers' class returns for the same config, to 1e-4. Throws `scheduler-config`,
 * with the field's name and value, for a class or an option that we cannot run.
 */
export function createScheduler(config: SchedulerConfig, options: SchedulerOptions = {}): Scheduler {
  const { _class_name: given } = config;
  const name = schedulerClassNames.find((known) => known === given);
  if (name === undefined) {
    const reason: Reason = { code: 'must-be-one-of', names: schedulerClassNames.join(', ') };
    throw new PlaygroundError('scheduler-config', { field: '_class_name', value: String(given).slice(0, 60), reason });
  }
  return builders[name](config, options);
}
