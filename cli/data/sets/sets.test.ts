import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseManifest, splits } from '../../../src/ml/data/manifest.ts';
import { hashOfSet } from '../../../src/ml/data/set-hash.ts';
import { embeddedFile } from '../../data-folders.ts';
import { nodeShards } from '../../node-shards.ts';
import { directoryOf } from '../prepare.ts';
import { idxContents } from './digits.ts';
import { setRecipes } from './index.ts';

describe.each(Object.values(setRecipes))('the part of $name in the repository', (recipe) => {
  const embedded = async () =>
    parseManifest(JSON.parse(await readFile(join(directoryOf(recipe), embeddedFile), 'utf8')));

  test('is a valid set: the first shards, with the first labels of the whole set', async () => {
    const manifest = await embedded();
    expect(manifest).toMatchObject({ id: recipe.facts.id, name: recipe.name });
    for (const split of splits) {
      const { shards, labels } = manifest.splits[split];
      expect(shards).toHaveLength(1);
      expect(labels).toHaveLength(Math.min(recipe.images[split], recipe.imagesPerShard));
      expect(labels.slice(0, 10)).toEqual(recipe.truths.firstLabels[split]);
    }
  });
});

test('the repository has all emoji', async () => {
  const { facts, truths } = setRecipes.emoji;
  const manifest = await parseManifest(await nodeShards(directoryOf(setRecipes.emoji)).manifest());
  expect(manifest.hash).toBe(truths.hash);
  const { side, channels } = facts;
  expect(await hashOfSet({ ...manifest, shape: { side, channels } })).toBe(truths.hash);
});

test('an idx file of another shape, kind or length is refused', () => {
  const file = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
  const contents = (bytes: Uint8Array, shape = [2, 3]) => idxContents('digits', new Map([['digits', bytes]]), shape);
  expect([...contents(file)]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(() => contents(file, [3, 2])).toThrow('digits is not an idx file of 3 x 2 bytes.');
  expect(() => contents(file, [6])).toThrow(/of 6 bytes/);
  expect(() => contents(file.with(2, 13))).toThrow(/not an idx file/);
  expect(() => contents(file.subarray(0, 17))).toThrow(/not an idx file/);
  expect(() => contents(new Uint8Array())).toThrow(/not an idx file/);
});
