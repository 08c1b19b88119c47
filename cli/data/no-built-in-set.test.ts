/**
 * Facts about a data set are only in its description, so that a fourth set can be added without
 * searching for the numbers of the first.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const isTestOnly = (file: string) => /\.(?:test|testing|fixture)\.tsx?$|scripted-engine\.ts$/.test(file);
/** The descriptions, and the code that prepares one set. */
const ofOneSet = /^src\/ml\/data\/shipped-sets\.ts$|^cli\/data\/sets\//;

const sources = ['src', 'cli', 'bench']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  .map((file) => file.replaceAll('\\', '/'))
  .filter(
    (file) => /\.tsx?$/.test(file) && !isTestOnly(file) && !ofOneSet.test(file) && !file.startsWith('src/words/'),
  );

test.each([
  ['the constants of a built-in set', /\bimageSide\b|\bimageChannels\b|\ballClasses\b|\/cifar\.ts'/],
  ['a picture’s bytes', /\b3_?072\b|\b32 ?\* ?32\b/],
  ['a side that is not a choice', /\bsample_size: 32\b|\bimage_?[sS]ide\w* = 32\b/],
  ['the names of its classes', /'(?:airplane|automobile|frog|truck)'/],
])('no file says %s', (_, pattern) => {
  expect(sources.length).toBeGreaterThan(300);
  const found = sources.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')));
  expect(found).toEqual([]);
});
