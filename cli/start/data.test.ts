import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataSet } from '../../src/ml/data/dataset.ts';
import { parseManifest } from '../../src/ml/data/manifest.ts';
import { placeManifests } from '../../tools/vite/embedded-data.ts';
import { DataFailure } from '../data/failure.ts';
import { directoryOf } from '../data/prepare.ts';
import { setRecipes } from '../data/sets/index.ts';
import type { SetRecipe } from '../data/sets/set.ts';
import { embeddedFile, manifestFile } from '../data-folders.ts';
import { nodeShards } from '../node-shards.ts';
import { completeData } from './data.ts';

const { cifar10, digits, emoji } = setRecipes;

/** A fresh checkout's public folder. */
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'playground-start-'));
  for (const recipe of [cifar10, digits, emoji]) await checkOut(recipe);
});
afterEach(() => rm(root, { recursive: true }));

async function checkOut(recipe: SetRecipe): Promise<void> {
  const from = directoryOf(recipe);
  const manifest = await parseManifest(JSON.parse(await readFile(join(from, embeddedFile), 'utf8')));
  const shards = [...manifest.splits.train.shards, ...manifest.splits.test.shards].map(({ file }) => file);
  for (const file of [embeddedFile, ...shards]) {
    await mkdir(directoryOf(recipe, root), { recursive: true });
    await cp(join(from, file), join(directoryOf(recipe, root), file));
  }
}

const unreachable = () => ({
  ...process.env,
  ...{ CIFAR10_TARBALL: '', DIGITS_TARBALL: '', EMOJI_TARBALL: '', EMOJI_GROUPS_TARBALL: '' },
  ...{ npm_config_registry: 'http://127.0.0.1:9/', npm_config_cache: join(root, 'npm'), npm_config_fetch_retries: '0' },
});
const offline = (recipe: SetRecipe) => ({
  directory: directoryOf(recipe, root),
  cacheDirectory: join(root, 'cache'),
  environment: unreachable(),
});

test('a fresh checkout without a registry has training pictures of every set', async () => {
  placeManifests(root);
  for (const recipe of [cifar10, digits, emoji]) {
    const directory = directoryOf(recipe, root);
    expect(await readdir(directory)).toContain(manifestFile);
    const dataSet = await openDataSet(nodeShards(directory));
    expect(await dataSet.settleShard('train', 0)).toMatchObject({ kind: 'ready' });
    expect(await dataSet.settleShard('test', 0)).toMatchObject({ kind: 'ready' });
  }
});

test('the command line needs no manifest to be placed', async () => {
  expect(await nodeShards(directoryOf(digits, root)).manifest()).toMatchObject({ version: 2, id: 'digits' });
});

test('prints nothing and needs no registry for a set that is complete', async () => {
  expect(await completeData(emoji, offline(emoji))).toBeNull();
  expect(await completeData(cifar10, { ...offline(cifar10), shards: 1 })).toBeNull();
});

test('serves a part that cannot be completed now, with one sentence', async () => {
  expect(await completeData(digits, offline(digits))).toMatch(
    /^The npm registry cannot be reached \(ECONNREFUSED\): .*; until then the page has 5,000 of 60,000 training images of MNIST digits\.$/,
  );
});

test('fails if there is no data at all', async () => {
  await rm(directoryOf(cifar10, root), { recursive: true });
  await expect(completeData(cifar10, offline(cifar10))).rejects.toThrow(DataFailure);
});

test('keeps a prepared manifest unless it is truncated or lists other shards', async () => {
  const prepared = join(directoryOf(digits, root), manifestFile);
  const embedded = await readFile(join(directoryOf(digits, root), embeddedFile), 'utf8');
  await writeFile(prepared, `${embedded}\n`);
  placeManifests(root);
  expect(await readFile(prepared, 'utf8')).toBe(`${embedded}\n`);
  expect(await readdir(dirname(prepared))).toHaveLength(4);
  // Truncated, or with other shards than those of this commit.
  for (const other of ['{"version":', embedded.replaceAll(/"sha256":"../g, '"sha256":"00')]) {
    await writeFile(prepared, other);
    placeManifests(root);
    expect(await readFile(prepared, 'utf8')).toBe(embedded);
  }
});

test('git ignores all prepared files', async () => {
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
    const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const project = join(import.meta.dirname, '..', '..');
  git('init', '--quiet');
  await cp(join(project, '.gitignore'), join(root, '.gitignore'));
  const folders = [cifar10, digits, emoji].map(({ facts }) => facts.folder);
  for (const folder of folders) await cp(join(root, folder), join(root, 'public', folder), { recursive: true });
  for (const folder of folders) await rm(join(root, folder), { recursive: true });
  git('add', '--force', '.');
  git('commit', '--quiet', '--message', 'as it is');
  placeManifests(join(root, 'public'));
  await completeData(emoji, { ...offline(emoji), directory: directoryOf(emoji, join(root, 'public')) });
  for (const folder of folders) {
    for (const file of ['train-01.webp', 'test-09.webp', 'train-02.webp.123.part', 'manifest.json.5.part']) {
      await writeFile(join(root, 'public', folder, file), 'prepared');
    }
  }
  expect(git('status', '--porcelain')).toBe('');
});
