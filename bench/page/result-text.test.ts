import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { headlineOf, shareOfLimit } from './case-words.ts';
import { exampleResult } from './example.fixture.ts';
import { resultText } from './result-text.ts';
import { startBenchWords } from './words.ts';

beforeAll(() => startBenchWords());

it('is a Markdown table', () => {
  const text = resultText(
    i18next.getFixedT('en', 'bench'),
    exampleResult,
    'https://playground.example/bench.html#result=x',
  );
  expect(text.split('\n')).toEqual([
    '**How fast is my GPU?** Example GPU 5, Chrome 140 on Linux',
    '',
    'Plain matrix product 9,000 GFLOP/s, Multiply-adds in registers 20,000 GFLOP/s, Copy 800 GB/s',
    '',
    'Article’s program, one training step, 64 images',
    '',
    '| Who | Time | Compared | Of a plain matrix product’s rate |',
    '|---|---:|---:|---:|',
    '| Diffusion Playground | 2.00 ms |  | 39 % |',
    '| Stock tfjs on WebGPU | 16.0 ms | 8.0× | 5 % |',
    '| Stock tfjs on WebGL | no number: no OffscreenCanvas |  |  |',
    '',
    'Pictures from noise, by DDIM, 16 images, 50 steps',
    '',
    '| Who | Time | Compared | Of a plain matrix product’s rate |',
    '|---|---:|---:|---:|',
    '| Diffusion Playground | 350 ms |  |  |',
    '',
    'https://playground.example/bench.html#result=x',
  ]);
});

it('summarizes each case against the fastest other peer, even if that one wins', () => {
  const t = i18next.getFixedT('en', 'bench');
  const [article, ddim] = exampleResult.cases;
  if (!article || !ddim) throw new Error('two cases');
  expect(headlineOf(t, article)).toBe('8.0 times as fast as stock tfjs on WebGPU');
  expect(headlineOf(t, ddim)).toBe('45.7 images a second');
  const slower = { ...article.rows[1], peer: 'jax-js', ratio: { median: 0.5, low: 0.4, high: 0.6 } } as const;
  const [own, other] = article.rows;
  if (!own || !other) throw new Error('two rows');
  const time = { median: 1, low: 1, high: 1 };
  expect(headlineOf(t, { ...article, rows: [own, other, { ...other, ...slower, time }] })).toBe(
    'jax-js on WebGPU is 2.0 times as fast',
  );
  expect(headlineOf(t, { ...article, rows: [other] })).toBeNull();
  expect(shareOfLimit(article, own)).toBeCloseTo(38.9, 1);
});
