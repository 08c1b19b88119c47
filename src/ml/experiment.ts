/**
 * Turns outside input (a page, a checkpoint, a command line) into an `Experiment`, or throws a
 * `value-invalid` that names the field.
 */
import * as z from 'zod/mini';
import {
  betaSchedules,
  type Experiment,
  isAllowed,
  lossNames,
  optimizers,
  type ParameterKey,
  parameters,
  precisions,
  predictionTypes,
  recipeNames,
} from './config.ts';
import { allClassesOf, dataSetId, mostClasses } from './data/description.ts';
import { shippedSet, shippedSetNames } from './data/shipped-sets.ts';
import { PlaygroundError } from './errors.ts';
import { messageOf, type Reason, reasonOfIssue } from './reasons.ts';

/** A number that the parameter table allows. */
const parameter = (key: ParameterKey) =>
  z.custom<number>((value) => typeof value === 'number' && isAllowed(key, value), {
    error: messageOf(allowedRange(key)),
  });

const oneOf = (names: readonly string[]) => messageOf({ code: 'one-of', names: names.join(', ') });

const fields = z.object({
  recipe: z.enum(recipeNames, { error: oneOf(recipeNames) }),
  data: z
    .string()
    .check(z.regex(dataSetId, messageOf({ code: 'set-of-experiment', names: shippedSetNames.join(', ') }))),
  seed: parameter('seed'),
  batchSize: parameter('batchSize'),
  learningRate: parameter('learningRate'),
  epochs: parameter('epochs'),
  classes: z.array(z.int().check(z.minimum(0), z.maximum(mostClasses - 1))).check(
    z.minLength(1),
    z.refine((classes) => classes.every((value, i) => i === 0 || value > (classes[i - 1] ?? value))),
  ),
  horizontalFlip: z.boolean({ error: messageOf({ code: 'true-or-false' }) }),
  noiseDraws: parameter('noiseDraws'),
  optimizer: z.enum(optimizers, { error: oneOf(optimizers) }),
  // Files and runs of 0.2.0 do not name it.
  loss: z._default(z.enum(lossNames, { error: oneOf(lossNames) }), 'mse'),
  minSnrGamma: parameter('minSnrGamma'),
  betaSchedule: z.enum(betaSchedules, { error: oneOf(betaSchedules) }),
  zeroTerminalSnr: z.boolean({ error: messageOf({ code: 'true-or-false' }) }),
  predictionType: z.enum(predictionTypes, { error: oneOf(predictionTypes) }),
  precision: z.enum(precisions, { error: oneOf(precisions) }),
});

/**
 * The classes of a shipped set are known; those of a visitor's own set are checked when its
 * pictures are loaded.
 */
export const experimentSchema = fields.check(
  z.refine(({ data, classes }) => (classes.at(-1) ?? 0) <= lastClassOf(data), { path: ['classes'] }),
);

function lastClassOf(data: string): number {
  const set = shippedSet(data);
  return set === undefined ? mostClasses - 1 : allClassesOf(set).length - 1;
}

export function parseExperiment(value: unknown): Experiment {
  const parsed = experimentSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [field] = issue?.path ?? [];
  const given =
    typeof value === 'object' && value !== null && typeof field === 'string' ? Reflect.get(value, field) : value;
  const allowed: Reason =
    field === 'classes'
      ? { code: 'class-numbers', most: lastClassOf(dataOf(value)) }
      : field === undefined
        ? { code: 'an-experiment' }
        : reasonOfIssue(issue);
  throw new PlaygroundError('value-invalid', { name: String(field ?? 'experiment'), value: shown(given), allowed });
}

/** The experiment's name for its set, if it has a valid one. */
function dataOf(value: unknown): string {
  const parsed = z.object({ data: fields.shape.data }).safeParse(value);
  return parsed.success ? parsed.data.data : '';
}

/** The value, if the parameter table allows it. */
export function parseParameter(key: ParameterKey, value: unknown): number {
  if (typeof value === 'number' && isAllowed(key, value)) return value;
  throw new PlaygroundError('value-invalid', { name: key, value: shown(value), allowed: allowedRange(key) });
}

/** The allowed values for the error's sentence, for example "a whole number from 1 to 512". */
export function allowedRange(key: ParameterKey): Reason {
  const { integer, min: least, max: most } = parameters[key];
  return { code: integer ? 'whole-number' : 'number', least, most };
}

/** An outside value for a sentence: as JSON, shortened. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
