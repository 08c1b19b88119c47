/** For tests: a result like one from the page. */
import type { Result } from './result.ts';

export const exampleResult: Result = {
  version: 1,
  measuredAt: 1_790_000_000_000,
  adapter: 'Example GPU 5',
  browser: 'Chrome 140 on Linux',
  features: ['shader-f16', 'subgroups', 'timestamp-query'],
  versions: [
    ['diffusion-playground', '1.0.0'],
    ['@tensorflow/tfjs', '4.22.0'],
  ],
  limits: { fma: 20_000, gemm: 9000, copy: 800, dispatch: 3.2 },
  cases: [
    {
      name: 'article',
      batch: 64,
      steps: null,
      gflop: 7,
      gemmRate: 9000,
      rows: [
        { peer: 'ours', time: { median: 2, low: 1.9, high: 2.2 }, ratio: null, rounds: 9 },
        {
          peer: 'stock',
          time: { median: 16, low: 15, high: 18 },
          ratio: { median: 8, low: 7.5, high: 8.4 },
          rounds: 9,
        },
      ],
      refused: [{ peer: 'webgl', reason: { code: 'no-offscreen-canvas' } }],
    },
    {
      name: 'ddim',
      batch: 16,
      steps: 50,
      gflop: 180,
      gemmRate: null,
      rows: [{ peer: 'ours', time: { median: 350, low: 340, high: 400 }, ratio: null, rounds: 3 }],
      refused: [],
    },
  ],
};
