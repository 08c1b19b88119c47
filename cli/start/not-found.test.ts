import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headerRules, keptForGood, writeHeadersFile } from '../../tools/deploy/headers.ts';
import { hostHeaders } from './host-headers.ts';
import { notFoundPage } from './not-found.ts';

const root = mkdtempSync(join(tmpdir(), 'playground-start-'));
let server: Awaited<ReturnType<typeof preview>>;
beforeAll(async () => {
  const dist = join(root, 'dist');
  mkdirSync(join(dist, 'assets'), { recursive: true });
  for (const file of ['index.html', 'bench.html', '404.html', 'assets/a.js'])
    writeFileSync(join(dist, file), `this is ${file}`);
  writeFileSync(join(dist, '_headers'), writeHeadersFile(headerRules("default-src 'self'")));
  server = await preview({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [hostHeaders(dist), notFoundPage(dist)],
    preview: { port: 0 },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

const answerTo = (path: string): Promise<Response> => {
  const [base] = server.resolvedUrls?.local ?? [];
  return fetch(`${base?.replace(/\/$/, '')}${path}`);
};

test.each([
  ['/', 200, 'index.html'],
  ['/index.html', 200, 'index.html'],
  ['/bench.html', 200, 'bench.html'],
  ['/assets/a.js', 200, 'assets/a.js'],
  ['/nowhere', 404, '404.html'],
  ['/no/such/page', 404, '404.html'],
  ['/assets/b.js', 404, '404.html'],
  ['/..%2f..%2fsecret', 404, '404.html'],
])('%s is answered with %i and %s', async (path, status, file) => {
  const answer = await answerTo(path);
  expect([answer.status, await answer.text()]).toEqual([status, `this is ${file}`]);
});

test('a browser keeps a file of assets/ for good, but does not remember that one is missing', async () => {
  const cached = async (path: string) => (await answerTo(path)).headers.get('cache-control');
  expect(await cached('/assets/a.js')).toBe(keptForGood['Cache-Control']);
  expect(await cached('/assets/b.js')).toBe('no-cache');
});
