/**
 * The one table of samplers. `diffusion/schedulers/index.ts` constructs the scheduler of a class.
 * Data and types only.
 */
import type { PredictionType } from './options.ts';

interface Sampler {
  /** Class name of diffusers' scheduler. */
  readonly className: string;
  /** What the networks that it can sample from predict. */
  readonly predictions: readonly PredictionType[];
  /**
   * For a sampler whose steps draw noise, so that the initial noise alone does not determine the
   * picture: the closest one that draws none.
   */
  readonly withoutNoise?: string;
}

const ofSchedule = ['epsilon', 'sample', 'v_prediction'] as const;

/**
 * Keyed by the short names of links and commands, in the order in which they are offered; the first
 * that fits a network is its default.
 */
const table = {
  ddim: { className: 'DDIMScheduler', predictions: ofSchedule },
  ddpm: { className: 'DDPMScheduler', predictions: ofSchedule, withoutNoise: 'ddim' },
  dpm: { className: 'DPMSolverMultistepScheduler', predictions: ofSchedule },
  unipc: { className: 'UniPCMultistepScheduler', predictions: ofSchedule },
  euler: { className: 'EulerDiscreteScheduler', predictions: ofSchedule },
  // diffusers' ancestral Euler does not support `sample`.
  'euler-ancestral': {
    className: 'EulerAncestralDiscreteScheduler',
    predictions: ['epsilon', 'v_prediction'],
    withoutNoise: 'euler',
  },
  heun: { className: 'HeunDiscreteScheduler', predictions: ofSchedule },
  'flow-match-euler': { className: 'FlowMatchEulerDiscreteScheduler', predictions: ['flow'] },
} as const satisfies Readonly<Record<string, Sampler>>;

export type SamplerName = keyof typeof table;
export type SchedulerClassName = (typeof table)[SamplerName]['className'];

interface NamedSampler extends Sampler {
  readonly className: SchedulerClassName;
  readonly withoutNoise?: SamplerName;
}

export const samplers: Readonly<Record<SamplerName, NamedSampler>> = table;
export const samplerNames = Object.keys(table) as readonly SamplerName[];
export const schedulerClassNames = samplerNames.map((name) => samplers[name].className);

/** The samplers for networks trained with this prediction type; the first is the default. */
export function samplersFor(prediction: PredictionType): readonly SamplerName[] {
  return samplerNames.filter((name) => samplers[name].predictions.includes(prediction));
}

/** The sampler whose scheduler has this class name in diffusers. */
export function samplerOfClass(className: string | undefined): SamplerName | undefined {
  return samplerNames.find((name) => samplers[name].className === className);
}
