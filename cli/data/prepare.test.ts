import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseManifest } from '../../src/ml/data/manifest.ts';
import { firstShardsOf } from '../../src/ml/data/part-of-set.ts';
import { ArgumentError } from '../arguments.ts';
import { defaultDataDirectory } from '../node-shards.ts';
import { parseDataArguments } from './arguments.ts';
import { DataFailure, writingFailure } from './failure.ts';
import { checkFirstImage, checkHash, checkLabels, checkStatistics } from './known-truths.ts';
import { dataIsComplete, prepareData } from './prepare.ts';
import { setRecipes } from './sets/index.ts';
import { ensureShard, removeOldParts, shardIsCorrect } from './shard-files.ts';
import { ChannelSums } from './statistics.ts';

const { cifar10, digits, emoji } = setRecipes;
const nothingLocal = { CIFAR10_TARBALL: '', DIGITS_TARBALL: '', EMOJI_TARBALL: '', EMOJI_GROUPS_TARBALL: '' };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prepared-data-'));
});
afterEach(() => rm(folder, { recursive: true }));

const project = join(import.meta.dirname, '..', '..');

/** Runs the command as a user would, but cannot reach a registry. */
function data(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return new Promise<{ code: number | string | null; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, ...nothingLocal, ...environment };
    execFile(
      process.execPath,
      ['--import', 'tsx', 'cli/data-command.ts', ...args],
      { cwd: project, env },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : (error.code ?? null), stdout, stderr });
      },
    );
  });
}

/** No registry can be reached: the part of the data in the repository must be enough. */
const unreachable = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_cache: join(tmpdir(), 'no-npm-cache') };

describe('the command', () => {
  test.each([
    [['--shards', '0'], /--shards must be a whole number from 1 to 50, not "0"/],
    [['--shards', 'many'], /not "many"/],
    [['--shards', '51'], /not "51"/],
    [['--sets', 'cifar10,cats'], /--sets: "cats" is no data set; there are cifar10, digits, emoji\./],
    [['--sets', ''], /--sets needs a value/],
    [['--colour'], /Unknown option '--colour'/],
    [['extra'], /extra/],
  ])('refuses %j in one line', (args, sentence) => {
    const refused = () => parseDataArguments(args);
    expect(refused).toThrow(ArgumentError);
    expect(refused).toThrow(sentence);
    expect(refused).not.toThrow('\n');
  });

  test('prints only this line for a bad argument, and exits with 2', async () => {
    const { code, stdout, stderr } = await data(['--shards', 'many']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^--shards must be .*, not "many"\.\n$/);
  });

  test('a truncated tarball is reported in one sentence with exit code 1, and nothing is written', async () => {
    const tarball = join(folder, 'truncated.tgz');
    await writeFile(tarball, 'cut');
    const out = join(folder, 'out');
    const { code, stdout, stderr } = await data(['--out', out, '--json'], { CIFAR10_TARBALL: tarball });
    expect(stderr).toMatch(/^CIFAR10_TARBALL: .*truncated\.tgz is cut short \(3 of 138940914 bytes\)\.\n$/);
    expect([code, stdout]).toEqual([1, '']);
    expect(await readdir(folder)).toEqual(['truncated.tgz']);
  });

  test('keeps files that are correct, and says so in JSON', async () => {
    const { code, stdout } = await data(['--shards', '1', '--json'], unreachable);
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject(['cifar10', 'digits', 'emoji'].map((set) => ({ event: 'ready', set, written: 0 })));
  });
});

describe('a folder is complete', () => {
  /**
   * Copies the first two training and test shards of the real data, with a manifest of only these.
   */
  async function copyTwo(): Promise<string> {
    const whole = await parseManifest(JSON.parse(await readFile(join(defaultDataDirectory, 'manifest.json'), 'utf8')));
    const small = await firstShardsOf(whole, { train: 2, test: 2 });
    for (const { file } of [...small.splits.train.shards, ...small.splits.test.shards]) {
      await cp(join(defaultDataDirectory, file), join(folder, file));
    }
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(small));
    return folder;
  }

  test('if it has all files of the manifest, and at least as many as requested', async () => {
    const directory = await copyTwo();
    expect(await dataIsComplete(cifar10, directory, 2)).toBe(true);
    expect(await dataIsComplete(cifar10, directory, 1)).toBe(true);
    expect(await dataIsComplete(cifar10, directory, 3)).toBe(false);
    const { kept, written, manifest } = await prepareData(cifar10, { directory, shards: 1 });
    expect([kept, written, manifest.splits.train.shards.length]).toEqual([4, 0, 2]);
  });

  test('but not if a shard is truncated, altered or missing, or the manifest truncated', async () => {
    const directory = await copyTwo();
    const shard = join(directory, 'train-01.webp');
    const bytes = await readFile(shard);
    await truncate(shard, 1000);
    expect(await dataIsComplete(cifar10, directory, 2)).toBe(false);
    await writeFile(shard, bytes.with(9999, (bytes[9999] ?? 0) ^ 1));
    expect(await dataIsComplete(cifar10, directory, 2)).toBe(false);
    await rm(shard);
    expect(await dataIsComplete(cifar10, directory, 2)).toBe(false);
    await writeFile(shard, bytes);
    expect(await dataIsComplete(cifar10, directory, 2)).toBe(true);
    await truncate(join(directory, 'manifest.json'), 5000);
    expect(await dataIsComplete(cifar10, directory, 2)).toBe(false);
  });

  test('a bad tarball for an incomplete folder is an error, and leaves the folder as it was', async () => {
    const directory = await copyTwo();
    const before = await readdir(directory);
    await rm(join(directory, 'test-01.webp'));
    const environment = { CIFAR10_TARBALL: join(folder, 'none.tgz') };
    await expect(prepareData(cifar10, { directory, shards: 2, environment })).rejects.toThrow(DataFailure);
    expect(await readdir(directory)).toEqual(before.filter((name) => name !== 'test-01.webp'));
  });
});

describe.each([
  ['of colours', { side: 32, channels: 3 }],
  ['of greys', { side: 28, channels: 1 }],
] as const)('a shard on disk %s', (_, shape) => {
  const layout = { shape, mosaic: { columns: 12, rows: 9 } };
  const images = Uint8Array.from(
    { length: 100 * shape.side ** 2 * shape.channels },
    (_, i) => Math.imul(i >> 4, 2654435761) >>> 24,
  );

  test('is written once, kept if it is correct, and rewritten if it is not', async () => {
    const first = await ensureShard(folder, 'train-00.webp', images, layout);
    expect(first.kept).toBe(false);
    expect(await shardIsCorrect(folder, first.entry)).toBe(true);
    expect(await ensureShard(folder, 'train-00.webp', images, layout)).toEqual({ entry: first.entry, kept: true });
    expect(first.entry.count).toBe(100);
    await truncate(join(folder, 'train-00.webp'), 500);
    expect(await ensureShard(folder, 'train-00.webp', images, layout)).toEqual({ entry: first.entry, kept: false });
    expect(await readdir(folder)).toEqual(['train-00.webp']);
  });

  test('partial files of a killed run are removed once they are old', async () => {
    const old = join(folder, 'train-00.webp.1.part');
    await writeFile(old, 'half');
    await writeFile(join(folder, 'train-01.webp.2.part'), 'being written');
    const hourAgo = Date.now() / 1000 - 3600;
    await utimes(old, hourAgo, hourAgo);
    await removeOldParts(folder);
    expect(await readdir(folder)).toEqual(['train-01.webp.2.part']);
  });

  test('that cannot be written leaves nothing behind', async () => {
    // A folder has the shard's name, so the rename fails after the bytes have been written.
    await mkdir(join(folder, 'train-00.webp', 'inside'), { recursive: true });
    await expect(ensureShard(folder, 'train-00.webp', images, layout)).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['train-00.webp']);
  });
});

describe('known truths', () => {
  const perClass = (count: number) => Array.from({ length: count * 10 }, (_, i) => i % 10);

  test('refuse labels of another set', () => {
    expect(() => checkLabels(cifar10, 'train', perClass(5000))).toThrow(/begin 0 1 2 3 4 5 6 7 8 9 instead of 6 9 9 4/);
    const begins = [3, 8, 8, 0, 6, 6, 1, 6, 3, 1];
    expect(() => checkLabels(cifar10, 'test', [...begins, ...perClass(1000).slice(10)])).toThrow(/images are of class/);
  });

  test.each([cifar10, digits, emoji])(
    'of $name are consistent, also with the shipped set',
    ({ facts, images, truths }) => {
      for (const split of ['train', 'test'] as const) {
        expect(truths.perClass[split]).toHaveLength(facts.classNames.length);
        expect(truths.perClass[split].reduce((sum, count) => sum + count, 0)).toBe(images[split]);
      }
      expect(truths.statistics.mean).toHaveLength(facts.channels);
    },
  );

  test('channel statistics are exact, and those of another set are refused', () => {
    const sums = new ChannelSums(3);
    sums.add(Uint8Array.of(0, 51, 255, 255, 51, 255));
    expect(sums.statistics()).toEqual({ mean: [0.5, 0.2, 1], std: [0.5, 0, 0] });
    expect(() => checkStatistics(cifar10, sums.statistics())).toThrow(
      /CIFAR-10: their channels' mean is 0\.5000 0\.2000 1\.0000 instead of 0\.4914/,
    );
  });

  test('refuse other pictures', () => {
    expect(() => checkFirstImage(digits, new Uint8Array(784))).toThrow(/The first training image is not that of MNIST/);
    expect(() => checkHash(emoji, cifar10.truths.hash)).toThrow(/The images are not those of Twemoji/);
  });
});

test.each([
  ['ENOSPC', /The disk is full: /],
  ['EROFS', /No permission to write to /],
  ['ENOTDIR', /is not a folder/],
])('%s is reported in one sentence', (code, sentence) => {
  const failure = writingFailure(Object.assign(new Error(code), { code }), '/data');
  expect(failure).toBeInstanceOf(DataFailure);
  expect(String(failure)).toMatch(sentence);
});
