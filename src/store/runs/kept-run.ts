/**
 * The stored form of a run, and the checks of an entry that is read back. For changes:
 * CONTRIBUTING.md, "Change what is saved".
 */
import * as z from 'zod/mini';
import { experimentSchema } from '../../ml/experiment.ts';
import type { KeptNorms, KeptRun } from '../types/runs.ts';
import { largestCheckpoint } from './checkpoint-room.ts';

export type { KeptLook, KeptNorms, KeptRun } from '../types/runs.ts';

/** Limits of one run without its checkpoint: about 500 kB if all are reached. */
export const runLimits = {
  /** Characters of a name that the visitor gives. */
  name: 80,
  /** Points of the loss. */
  points: 600,
  /** Evaluations whose loss is kept. */
  evaluations: 400,
  /** Looks whose pictures are kept. */
  looks: 16,
  /** Changes of the learning rate. */
  rateChanges: 100,
} as const;

/** Number of colours in the palette (`src/components/runs/palette.ts`). */
export const runColours = 8;

export const noNorms: KeptNorms = { steps: new Float64Array(), values: new Float32Array() };

const isFloats64 = (value: unknown): boolean => value instanceof Float64Array && value.buffer instanceof ArrayBuffer;
const isFloats32 = (value: unknown): boolean => value instanceof Float32Array && value.buffer instanceof ArrayBuffer;
const floats64 = z.custom<Float64Array<ArrayBuffer>>(isFloats64);
const floats32 = z.custom<Float32Array<ArrayBuffer>>(isFloats32);
const bytes = z.custom<Uint8Array<ArrayBuffer>>(
  (value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer,
);
const count = (most: number) => z.int().check(z.minimum(0), z.maximum(most));
const step = count(Number.MAX_SAFE_INTEGER);
const shortText = z.string().check(z.maxLength(200));

const ascending = (steps: Float64Array): boolean => steps.every((value, index) => value > (steps[index - 1] ?? -1));

const pictures = z
  .object({
    count: z.int().check(z.minimum(1), z.maximum(64)),
    width: z.int().check(z.minimum(1), z.maximum(128)),
    height: z.int().check(z.minimum(1), z.maximum(128)),
    rgb: bytes,
  })
  .check(z.refine(({ count, width, height, rgb }) => rgb.length === count * width * height * 3));

const look = z.object({
  step,
  pictures,
  evaluation: z.nullable(
    z.object({
      raw: z.number(),
      ema: z.nullable(z.number()),
      buckets: floats32.check(z.refine(({ length }) => length <= 100)),
    }),
  ),
});

const keptRun = z.object({
  id: shortText,
  runId: shortText,
  number: z.int().check(z.minimum(1)),
  name: z.nullable(z.string().check(z.minLength(1), z.maxLength(runLimits.name))),
  colour: count(runColours - 1),
  starred: z.boolean(),
  removed: z.boolean(),
  removedAt: z.number(),
  begunAt: z.number(),
  experiment: experimentSchema,
  learningRate: z.number(),
  rateChanges: z
    .array(z.object({ after: step, from: z.number(), to: z.number() }))
    .check(z.maxLength(runLimits.rateChanges)),
  setName: shortText,
  comparedWith: experimentSchema,
  comparedWithRunBefore: z.boolean(),
  swept: z.nullable(shortText),
  kind: z.enum(['one-pass', 'diffusion']),
  step,
  phase: z.enum(['training', 'resting', 'finished', 'failed']),
  device: z.nullable(shortText),
  imagesPerSecond: z.nullable(z.number()),
  curve: z.object({ steps: floats64, losses: floats32, smoothed: floats32 }).check(
    z.refine(({ steps, losses, smoothed }) => steps.length === losses.length && steps.length === smoothed.length),
    z.refine(({ steps }) => steps.length <= runLimits.points && ascending(steps)),
    z.refine(({ losses, smoothed }) => losses.every(Number.isFinite) && smoothed.every(Number.isFinite)),
  ),
  norms: z
    .object({ steps: floats64, values: floats32 })
    .check(
      z.refine(
        ({ steps, values }) => steps.length === values.length && steps.length <= runLimits.points && ascending(steps),
      ),
    ),
  heldOut: z.object({ steps: floats64, raw: floats32, ema: floats32 }).check(
    z.refine(({ steps, raw, ema }) => steps.length === raw.length && steps.length === ema.length),
    z.refine(({ steps }) => steps.length <= runLimits.evaluations && ascending(steps)),
  ),
  looks: z.array(look).check(
    z.maxLength(runLimits.looks),
    z.refine((looks) => looks.every(({ step }, index) => step > (looks[index - 1]?.step ?? -1))),
  ),
  checkpoint: z.nullable(z.object({ step, bytes: count(largestCheckpoint) })),
  noCheckpoint: z.nullable(z.enum(['room', 'too-large', 'not-saved'])),
});

/**
 * Null if the value is not a kept run: a damaged entry, or one that another version of the page
 * wrote.
 */
export function readKeptRun(id: string, value: unknown): KeptRun | null {
  const parsed = keptRun.safeParse(value);
  return parsed.success && parsed.data.id === id ? parsed.data : null;
}
