import { test } from '@playwright/test';
import { killsCostLittle } from './kills.ts';

for (const backend of ['webgpu', 'cpu'] as const) {
  test(`ten kills of Chromium in mid-training on ${backend} cost at most five seconds each, and change nothing`, ({
    baseURL,
  }) => killsCostLittle('chromium', backend, baseURL ?? ''));
}
