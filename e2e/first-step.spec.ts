import { gzipSync } from 'node:zlib';
import type { Page, Response } from '@playwright/test';
import { expect, test } from './playground.ts';

/** kB of 1,000 bytes: HTML, CSS and JavaScript, gzipped at the level that static hosts use. */
const limit = 500;

/**
 * Recognised by content type: the browser requests a worker's module with a resource type other
 * than script.
 */
const isCode = (response: Response) => /html|css|javascript/.test(response.headers()['content-type'] ?? '');

/**
 * Starts collecting; the returned function gives each file's gzipped size. A file that both page
 * and worker request counts once.
 */
function weighCode(page: Page): () => Promise<ReadonlyMap<string, number>> {
  const responses = new Map<string, Response>();
  page.on('response', (response) => {
    if (isCode(response)) responses.set(response.url().replace(/#.*/, ''), response);
  });
  return async () => {
    const weights = new Map<string, number>();
    for (const [url, response] of responses) {
      weights.set(new URL(url).pathname, gzipSync(await response.body(), { level: 6 }).length / 1000);
    }
    return weights;
  };
}

test('what a visitor loads and waits for before the first step', { tag: '@timed' }, async ({ playground, page }) => {
  const weigh = weighCode(page);
  await playground.open('batch=64');
  const ready = await page.evaluate(() => performance.now());
  const before = performance.now();
  await playground.takeStep();
  const step = performance.now() - before;
  console.log(`ready after ${(ready / 1000).toFixed(2)} s, first step (64 images) took ${(step / 1000).toFixed(2)} s`);

  const files = [...(await weigh())].sort(([, a], [, b]) => b - a);
  const total = files.reduce((sum, [, kB]) => sum + kB, 0);
  console.log(files.map(([path, kB]) => `${path.replace(/.*\//, '') || 'index.html'} ${kB.toFixed(1)}`).join(', '));
  console.log(`${total.toFixed(1)} kB of code, gzipped, before the first step; at most ${limit}`);
  // All parts were measured: the page, its styles, the engine's worker, and the backend that it
  // imports.
  for (const part of [/\/$/, /\.css$/, /engine\.worker/, /webgpu/])
    expect(files.some(([path]) => part.test(path))).toBe(true);
  // The visitor loads no translation, because this browser asks for English.
  expect(files.filter(([path]) => /\/[a-z]{2}-[A-Z]{2}-/.test(path))).toEqual([]);
  expect(total).toBeLessThanOrEqual(limit);
});
