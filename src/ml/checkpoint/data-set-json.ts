/**
 * `data_set` of training_state.json: the pictures that a run was trained on. Other programs write
 * it too: every field is bounded.
 */
import { z } from 'zod';
import {
  allClassesOf,
  type DataSetDescription,
  dataSetId,
  mostClasses,
  type PictureShape,
  sideRange,
} from '../data/description.ts';
import { shippedSet } from '../data/shipped-sets.ts';
import { messageOf } from '../reasons.ts';

const channels: z.ZodType<PictureShape['channels']> = z.literal([1, 3, 4]);
const count = z.int().min(0).max(1_000_000_000);

const fields = z.object({
  id: z.string().regex(dataSetId, messageOf({ code: 'set-name' })),
  name: z.string().min(1).max(100),
  side: z.int().min(sideRange.min).max(sideRange.max).multipleOf(2),
  channels,
  class_names: z.array(z.string().min(1).max(100)).max(mostClasses),
  counts: z.object({ train: count, test: count }),
  hash: z.string().regex(/^[0-9a-f]{64}$/, messageOf({ code: 'hash-digits' })),
  licence: z.string().max(200),
  source: z.string().max(200),
  mirrors: z.boolean(),
});

type DataSetJson = z.infer<typeof fields>;

export const dataSetSchema = fields
  .refine(({ class_names }) => new Set(class_names).size === class_names.length, {
    path: ['class_names'],
    error: messageOf({ code: 'name-twice' }),
  })
  .refine(({ id, hash }) => !id.startsWith('own-') || id === `own-${hash.slice(0, 16)}`, {
    path: ['id'],
    error: messageOf({ code: 'own-set-name' }),
  })
  // Experiments and links are checked against the same facts.
  .refine((set) => agreesWithShipped(set), { error: messageOf({ code: 'unlike-shipped-set' }) });

function agreesWithShipped({ id, side, channels, class_names }: DataSetJson): boolean {
  const known = shippedSet(id);
  if (known === undefined) return true;
  return known.side === side && known.channels === channels && known.classNames.join() === class_names.join();
}

export function dataSetFromJson({ class_names, ...same }: DataSetJson): DataSetDescription {
  return { ...same, classNames: class_names };
}

export function dataSetToJson(set: DataSetDescription): DataSetJson {
  const { id, name, side, channels, classNames, counts, hash, licence, source, mirrors } = set;
  const { train, test } = counts;
  return {
    id,
    name,
    side,
    channels,
    class_names: [...classNames],
    counts: { train, test },
    hash,
    licence,
    source,
    mirrors,
  };
}

/** Whether the set has all these classes. */
export function hasClasses({ class_names }: DataSetJson, classes: readonly number[]): boolean {
  return (classes.at(-1) ?? 0) < allClassesOf({ classNames: class_names }).length;
}
