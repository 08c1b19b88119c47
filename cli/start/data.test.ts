import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstShardsOf } from '../../src/ml/data/first-shards.ts';
import { parseManifest } from '../../src/ml/data/manifest.ts';
import { DataFailure } from '../data/failure.ts';
import { defaultDataDirectory } from '../node-shards.ts';
import { completeData } from './data.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cifar-start-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What `npm test` may leave: one training and one test shard, and a manifest of just these. */
async function prepareOne(): Promise<void> {
  const whole = await parseManifest(JSON.parse(await readFile(join(defaultDataDirectory, 'manifest.json'), 'utf8')));
  const one = await firstShardsOf(whole, { train: 1, test: 1 });
  for (const { file } of [...one.splits.train.shards, ...one.splits.test.shards]) {
    await cp(join(defaultDataDirectory, file), join(folder, file));
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(one));
}

const unobtainable = () => ({ directory: folder, tarball: join(folder, 'none.tgz') });

test('what is complete is served without a word', async () => {
  await prepareOne();
  expect(await completeData({ ...unobtainable(), shards: 1 })).toBeNull();
});

test('a part that cannot be completed now is served with one sentence', async () => {
  await prepareOne();
  const sentence = await completeData(unobtainable());
  expect(sentence).toMatch(/^CIFAR10_TARBALL: .* does not exist; until then the page has 1,000 of 50,000 .*images\.$/);
});

test('nothing is not served', async () => {
  await expect(completeData(unobtainable())).rejects.toThrow(DataFailure);
});
