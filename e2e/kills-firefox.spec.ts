import { test } from '@playwright/test';
import { killsCostLittle } from './kills.ts';

for (const backend of ['webgpu', 'cpu'] as const) {
  test(`ten kills of Firefox in mid-training on ${backend} cost at most five seconds each, and change nothing`, ({
    baseURL,
  }) => killsCostLittle('firefox', backend, baseURL ?? ''));
}
