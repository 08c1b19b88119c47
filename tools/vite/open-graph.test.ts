import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { tagsOf } from './open-graph.ts';

const contentOf = (file: string, base: URL | null, property: string) =>
  tagsOf(file, base).find(({ attrs }) => attrs?.property === property)?.attrs?.content;

test('a build that knows its address writes absolute URLs', () => {
  const base = new URL('https://example.org/playground/');
  expect(contentOf('index.html', base, 'og:image')).toBe('https://example.org/playground/social-preview.png');
  expect(contentOf('index.html', base, 'og:url')).toBe('https://example.org/playground/');
  expect(contentOf('bench.html', base, 'og:url')).toBe('https://example.org/playground/bench.html');
});

test('any other build writes relative URLs', () => {
  expect(contentOf('index.html', null, 'og:image')).toBe('social-preview.png');
  expect(contentOf('index.html', null, 'og:url')).toBeUndefined();
});

test('the picture has the size in the tags, and is a small file', async () => {
  const file = await readFile(join(import.meta.dirname, '../../public/social-preview.png'));
  const { width, height } = await sharp(file).metadata();
  expect([contentOf('index.html', null, 'og:image:width'), contentOf('index.html', null, 'og:image:height')]).toEqual(
    [width, height].map(String),
  );
  expect(file.length).toBeLessThan(300_000);
});
