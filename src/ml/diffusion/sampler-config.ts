/** Turns the schedule that a network was trained on into a scheduler for sampling it. */
import { type SamplerName, samplerOfClass, samplers } from '../samplers.ts';
import type { SchedulerConfig } from './schedulers/index.ts';
import { inOurWords } from './schedulers/nearest.ts';
import { runnable } from './schedulers/runnable.ts';

/**
 * The result of diffusers' `X.from_config(pipeline.scheduler.config)` for a saved pipeline: it
 * takes every field that the other class knows, and gives the others that class's defaults. From a
 * class that is not built here, it takes the fields that mean the same in every class. It drops a
 * value that the other class does not know, so that the default applies.
 */
export function samplerConfig(training: SchedulerConfig, sampler: SamplerName): SchedulerConfig {
  return runnable({ ...inOurWords(training), _class_name: samplers[sampler].className });
}

/** The sampler closest to the class of this scheduler_config.json. */
export function nearestSampler(config: SchedulerConfig): SamplerName | undefined {
  return samplerOfClass(inOurWords(config)._class_name);
}
