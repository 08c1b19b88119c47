import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notFoundPage } from './not-found.ts';
import { preparedData } from './prepared-data.ts';

const root = mkdtempSync(join(tmpdir(), 'playground-data-'));
const at = (...path: string[]) => join(root, ...path);
let server: Awaited<ReturnType<typeof preview>>;
beforeAll(async () => {
  for (const folder of ['dist/digits', 'public/digits']) mkdirSync(at(folder), { recursive: true });
  for (const file of ['index.html', '404.html', 'digits/manifest.json']) writeFileSync(at('dist', file), 'as built');
  for (const file of ['manifest.json', 'train-00.webp', 'secret.txt'])
    writeFileSync(at('public/digits', file), 'first');
  server = await preview({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [preparedData(at('public')), notFoundPage(at('dist'))],
    preview: { port: 0 },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.resolvedUrls?.local[0]?.replace(/\/$/, '')}${path}`, { headers });

test('serves prepared files instead of the built ones', async () => {
  const answer = await get('/digits/manifest.json');
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    'application/json',
    'first',
  ]);
  expect((await get('/digits/train-00.webp')).headers.get('content-type')).toBe('image/webp');
});

test('serves files that have arrived since the start, and notices files that have changed', async () => {
  expect((await get('/digits/train-01.webp')).status).toBe(404);
  writeFileSync(at('public/digits/train-01.webp'), 'second');
  const answer = await get('/digits/train-01.webp');
  expect(await answer.text()).toBe('second');
  const tag = answer.headers.get('etag') ?? '';
  expect((await get('/digits/train-01.webp', { 'if-none-match': tag })).status).toBe(304);
  writeFileSync(at('public/digits/train-01.webp'), 'another');
  expect(await (await get('/digits/train-01.webp', { 'if-none-match': tag })).text()).toBe('another');
});

test.each(['/digits/secret.txt', '/digits/..%2f..%2fdist%2findex.html', '/secret/manifest.json', '/digits/'])(
  '%s is no data',
  async (path) => {
    expect(await (await get(path)).text()).not.toBe('first');
  },
);
