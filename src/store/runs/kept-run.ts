/** A run as the browser keeps it, and what is believed of one that is read back. */
import * as z from 'zod/mini';
import type { Experiment } from '../../ml/config.ts';
import { experimentSchema } from '../../ml/experiment.ts';
import type { Evaluation, Pictures } from '../../workers/protocol.ts';
import type { RateChange } from '../rate-log.ts';
import { largestCheckpoint } from './checkpoint-room.ts';

/** Of one run, but for its checkpoint: about 500 kB where all is used. */
export const runLimits = {
  /** Characters of a name that the visitor gives. */
  name: 80,
  /** Points of the loss. */
  points: 600,
  /** Evaluations of which the loss is kept. */
  evaluations: 400,
  /** Looks of which the pictures are kept. */
  looks: 16,
  /** Changes of the learning rate. */
  rateChanges: 100,
} as const;

/** Places in the palette (`components/runs/palette.module.css`). */
export const runColours = 8;

/** What the network made at a step, from the same noise every time: samples, or of a network that answers in one pass its answers. */
export interface KeptLook {
  readonly step: number;
  readonly pictures: Pictures;
  /** Null of a network that answers in one pass. */
  readonly evaluation: Pick<Evaluation, 'raw' | 'ema' | 'buckets'> | null;
}

/** Columns of the same length, in step order. */
export interface KeptCurve {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly losses: Float32Array<ArrayBuffer>;
  /** Exponential moving average over every step. */
  readonly smoothed: Float32Array<ArrayBuffer>;
}

export interface KeptHeldOut {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly raw: Float32Array<ArrayBuffer>;
  /** NaN where there are no averaged weights. */
  readonly ema: Float32Array<ArrayBuffer>;
}

/** Of the gradient, thinned: a checkpoint has none. */
export interface KeptNorms {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly values: Float32Array<ArrayBuffer>;
}

export const noNorms: KeptNorms = { steps: new Float64Array(), values: new Float32Array() };

/** Why there is no checkpoint of a run that has been trained. */
export type NoCheckpoint = 'room' | 'too-large' | 'not-saved';

export interface KeptRun {
  /** What the engine called the run when it began. */
  readonly id: string;
  /** What the engine calls it now: a run that was opened from its checkpoint has another name there. */
  readonly runId: string;
  /** Counts from 1, in the order in which runs began. */
  readonly number: number;
  /** As the visitor has it; null: it is named by what it does. */
  readonly name: string | null;
  /** A place in the palette, from 0. */
  readonly colour: number;
  readonly starred: boolean;
  /** Deleted: it can be had back in the page where that was done. */
  readonly removed: boolean;
  /** Milliseconds since 1970; 0 of one that is not. */
  readonly removedAt: number;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  readonly experiment: Experiment;
  /** As it is by now. */
  readonly learningRate: number;
  /** Where it was set anew, in step order; the newest where there were many. */
  readonly rateChanges: readonly RateChange[];
  /** What its set is called. */
  readonly setName: string;
  /** The experiment that its name compares it with: of the run before, or the recipe's own. */
  readonly comparedWith: Experiment;
  readonly comparedWithRunBefore: boolean;
  /** The parameter that a sweep varied. */
  readonly swept: string | null;
  readonly kind: 'one-pass' | 'diffusion';
  readonly step: number;
  readonly phase: 'training' | 'resting' | 'finished' | 'failed';
  /** What trained it last, and how fast, images a second; null where that is not known. */
  readonly device: string | null;
  readonly imagesPerSecond: number | null;
  readonly curve: KeptCurve;
  readonly norms: KeptNorms;
  readonly heldOut: KeptHeldOut;
  /** In step order. */
  readonly looks: readonly KeptLook[];
  /** Of which step one is kept, and what it takes. */
  readonly checkpoint: { readonly step: number; readonly bytes: number } | null;
  readonly noCheckpoint: NoCheckpoint | null;
}

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
  // Not in the entries of the first weeks.
  rateChanges: z._default(
    z.array(z.object({ after: step, from: z.number(), to: z.number() })).check(z.maxLength(runLimits.rateChanges)),
    [],
  ),
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

/** Null of what is none: an entry that was damaged, or that another version of the page wrote. */
export function readKeptRun(id: string, value: unknown): KeptRun | null {
  const parsed = keptRun.safeParse(value);
  return parsed.success && parsed.data.id === id ? parsed.data : null;
}
