/**
 * `manifest.json`: what the data set consists of and how to know that it arrived whole. Written last by `npm run data`; a manifest
 * that is there lists only shards that were read back and compared.
 */
import * as z from 'zod/mini';
import { classNames, imageChannels, imageSide } from '../config.ts';
import { PlaygroundError } from '../errors.ts';

// zod/mini brings no words of its own; a manifest's reasons are shown.
z.config(z.locales.en());

export const splits = ['train', 'test'] as const;
export type Split = (typeof splits)[number];

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'));
const perChannel = z.tuple([z.number(), z.number(), z.number()]);

const tiles = z.int().check(z.minimum(1), z.maximum(256));

const shardSchema = z.object({
  /** A plain name beside the manifest: no path leads out of the folder. */
  file: z.string().check(z.regex(/^[\w-]+\.webp$/, 'must be the plain name of a .webp file')),
  /** Images in the shard. */
  count: z.int().check(z.positive()),
  /** Length of the file. */
  bytes: z.int().check(z.positive()),
  /** Of the file. */
  sha256,
  /** Of the decoded mosaic: RGB bytes, row-major, without alpha. */
  rgbSha256: sha256,
});

const splitSchema = z
  .object({
    /** In the official order of CIFAR-10. */
    shards: z.array(shardSchema).check(z.minLength(1)),
    /** One class index an image, in the order of the shards. */
    labels: z.array(z.int().check(z.minimum(0), z.maximum(classNames.length - 1))),
  })
  .check(
    z.refine((split) => split.labels.length === split.shards.reduce((sum, shard) => sum + shard.count, 0), {
      error: 'must have one label for each image',
      path: ['labels'],
    }),
  );

const manifestSchema = z
  .object({
    version: z.literal(1),
    /** Where the images come from: the npm package and the integrity that it was checked against. */
    source: z.object({ package: z.string(), integrity: z.string() }),
    image: z.object({
      height: z.literal(imageSide),
      width: z.literal(imageSide),
      channels: z.literal(imageChannels),
    }),
    /** Tiles of every shard, across and down. */
    mosaic: z.object({ columns: tiles, rows: tiles }),
    classNames: z
      .array(z.string())
      .check(z.refine((names) => names.join() === classNames.join(), { error: `must be ${classNames.join(', ')}` })),
    /** Of the training images listed here, a value a channel (red, green, blue), pixels scaled to [0, 1]. */
    mean: perChannel,
    std: perChannel,
    splits: z.object({ train: splitSchema, test: splitSchema }),
  })
  .check(({ value, issues }) => {
    const shards = splits.flatMap((split) => value.splits[split].shards);
    if (new Set(shards.map((shard) => shard.file)).size < shards.length) {
      issues.push({ code: 'custom', message: 'a file is listed twice', path: ['splits'], input: value });
    }
    if (shards.some((shard) => shard.count > value.mosaic.columns * value.mosaic.rows)) {
      issues.push({ code: 'custom', message: 'a shard has more images than tiles', path: ['mosaic'], input: value });
    }
  });

export type Manifest = z.infer<typeof manifestSchema>;
export type ShardEntry = z.infer<typeof shardSchema>;

/** Throws `data-manifest-invalid` with the first thing that is wrong. */
export function parseManifest(value: unknown): Manifest {
  const result = manifestSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  const reason = [place, issue?.message ?? 'not a manifest'].filter((part) => part !== '').join(': ');
  throw new PlaygroundError('data-manifest-invalid', { reason }, { cause: result.error });
}
