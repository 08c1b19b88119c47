/** From the schedule that a network was trained on to a scheduler to sample it with. */
import { type SamplerName, samplerOfClass, samplers } from '../samplers.ts';
import type { SchedulerConfig } from './schedulers/index.ts';
import { inOurWords } from './schedulers/nearest.ts';
import { runnable } from './schedulers/runnable.ts';

/**
 * What diffusers' `X.from_config(pipeline.scheduler.config)` makes of a saved pipeline: every field that the other class knows is taken over, the
 * others have that class's defaults. Of a class that is not built here those fields are taken over that mean the same in every class. A value that the
 * other class does not know is left out, and its default stands.
 */
export function samplerConfig(training: SchedulerConfig, sampler: SamplerName): SchedulerConfig {
  return runnable({ ...inOurWords(training), _class_name: samplers[sampler].className });
}

/** The sampler that comes nearest to the class of this scheduler_config.json. */
export function nearestSampler(config: SchedulerConfig): SamplerName | undefined {
  return samplerOfClass(inOurWords(config)._class_name);
}
