/** The samplers: the one table of them. What builds the scheduler of a class is in `diffusion/schedulers/index.ts`. Data and types only. */
import type { PredictionType } from './options.ts';

interface Sampler {
  /** Of diffusers' scheduler. */
  readonly className: string;
  /** What a network may answer that is sampled by it. */
  readonly predictions: readonly PredictionType[];
  /** Of one whose steps draw noise, so that the same noise to begin with does not settle the picture: what comes nearest to it and draws none. */
  readonly withoutNoise?: string;
}

const ofSchedule = ['epsilon', 'sample', 'v_prediction'] as const;

/** By the short names of links and commands, in the order in which they are offered; the first that fits a network is its standard one. */
const table = {
  ddim: { className: 'DDIMScheduler', predictions: ofSchedule },
  ddpm: { className: 'DDPMScheduler', predictions: ofSchedule, withoutNoise: 'ddim' },
  dpm: { className: 'DPMSolverMultistepScheduler', predictions: ofSchedule },
  unipc: { className: 'UniPCMultistepScheduler', predictions: ofSchedule },
  euler: { className: 'EulerDiscreteScheduler', predictions: ofSchedule },
  // diffusers' ancestral Euler knows no `sample`.
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

/** Those that can run what was trained with this prediction type; the first is the standard. */
export function samplersFor(prediction: PredictionType): readonly SamplerName[] {
  return samplerNames.filter((name) => samplers[name].predictions.includes(prediction));
}

/** The one whose scheduler has this name in diffusers. */
export function samplerOfClass(className: string | undefined): SamplerName | undefined {
  return samplerNames.find((name) => samplers[name].className === className);
}
