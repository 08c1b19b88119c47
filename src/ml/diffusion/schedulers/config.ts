/**
 * diffusers' scheduler_config.json, field by field. A missing field takes the default of its
 * diffusers class. Fields that the class does not know are ignored, as diffusers ignores them. A
 * value that we cannot run is refused by name.
 */
import { z } from 'zod';
import { PlaygroundError } from '../../errors.ts';
import { messageOf, type ReasonValue, reasonOfIssue } from '../../reasons.ts';
import { knownBetaSchedules } from '../schedule.ts';

/** As parsed from JSON: before createScheduler has checked it, only the class name is certain. */
export interface SchedulerConfig {
  readonly _class_name: string;
  readonly [field: string]: unknown;
}

/** Python's None as a flag means false. */
export function flag(fallback: boolean) {
  return z
    .boolean()
    .nullable()
    .default(fallback)
    .transform((value) => value === true);
}

/** A diffusers feature that is not built here. */
export const offFlag = z.literal([false, null]).optional();

const proportion = z.number().gt(0).lt(1);

/** The limits bound the work that an untrusted file can request. */
export function betaFields(start = 0.0001, end = 0.02) {
  return {
    num_train_timesteps: z.int().min(2).max(100_000).default(1000),
    beta_start: proportion.default(start),
    beta_end: proportion.default(end),
    beta_schedule: z.enum(knownBetaSchedules).default('linear'),
    trained_betas: z.array(z.number().gt(0).max(1)).nullish(),
  };
}

export function spacingFields(spacing: TimestepSpacing) {
  return {
    timestep_spacing: z.enum(timestepSpacings).default(spacing),
    steps_offset: z.int().min(0).max(1000).default(0),
  };
}

const timestepSpacings = ['linspace', 'leading', 'trailing'] as const;
export type TimestepSpacing = (typeof timestepSpacings)[number];

/** Without `flow`: FlowMatchEulerDiscreteScheduler has no such field. */
export const predictionField = { prediction_type: z.enum(['epsilon', 'sample', 'v_prediction']).default('epsilon') };

export const clippingFields = {
  clip_sample: flag(true),
  clip_sample_range: z.number().gt(0).default(1),
};

export const thresholdingFields = {
  thresholding: flag(false),
  dynamic_thresholding_ratio: z.number().min(0).max(1).default(0.995),
  sample_max_value: z.number().gt(0).default(1),
};

/** How sigmas are spaced; beta sigmas would need the quantiles of a beta distribution. */
export const respacingFields = {
  use_karras_sigmas: flag(false),
  use_exponential_sigmas: flag(false),
  use_beta_sigmas: offFlag,
};

export const finalSigmaField = { final_sigmas_type: z.enum(['zero', 'sigma_min']).default('zero') };

/** Adds the rules between fields that several classes share. */
export function checked<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).superRefine((config: Record<string, unknown>, context) => {
    const { trained_betas: betas, num_train_timesteps: count, use_karras_sigmas, use_exponential_sigmas } = config;
    if (Array.isArray(betas) && betas.length !== count) {
      context.addIssue({
        code: 'custom',
        path: ['trained_betas'],
        message: messageOf({ code: 'must-be-so-many', count: Number(count) }),
      });
    }
    if (use_karras_sigmas === true && use_exponential_sigmas === true) {
      context.addIssue({
        code: 'custom',
        path: ['use_exponential_sigmas'],
        message: messageOf({ code: 'karras-already' }),
      });
    }
  });
}

/** Long enough to recognize a value, short enough for a sentence. */
const shownLength = 60;

function shown(value: unknown): ReasonValue {
  const text = JSON.stringify(value);
  if (text === undefined) return { code: 'not-given' };
  return text.length > shownLength ? `${text.slice(0, shownLength)}...` : text;
}

/** Throws `scheduler-config` with the field, its value and what it should be. */
export function parseConfig<Schema extends z.ZodType>(schema: Schema, config: unknown): z.output<Schema> {
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  const value = path.reduce<unknown>((inner, key) => Object(inner)[key], config);
  throw new PlaygroundError('scheduler-config', {
    field: path.join('.'),
    value: shown(value),
    reason: reasonOfIssue(issue),
  });
}

/**
 * Parses the text of a scheduler_config.json. Python writes -Infinity into JSON (the default of
 * lambda_min_clipped), which JSON.parse refuses: a number too large for float64 replaces it.
 */
export function parseSchedulerJson(text: string): unknown {
  return JSON.parse(text.replace(/(":\s*-?)Infinity(?=\s*[,}\]])/g, '$11e999'));
}
