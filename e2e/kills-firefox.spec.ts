import { test } from '@playwright/test';
import { killsCostLittle } from './kills.ts';

test('twenty kills of Firefox in mid-training cost at most five seconds each, and change nothing', ({ baseURL }) =>
  killsCostLittle('firefox', baseURL ?? ''));
