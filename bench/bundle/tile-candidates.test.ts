import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/ml/device/wanted.ts';
import { variants } from '../../src/ml/kernels/conv2d/variants.ts';
import { tileCandidates, workgroupTileCandidates } from './tile-candidates.ts';

const memory = defaultLimits.maxComputeWorkgroupStorageSize;

test('includes the tiles that are in use', () => {
  const { shapes = [], sumShapes = [] } = variants.gpu.workgroupTiles ?? {};
  for (const shape of shapes) {
    expect(workgroupTileCandidates('forward', memory)).toContainEqual(shape);
    expect(workgroupTileCandidates('input gradient', memory)).toContainEqual(shape);
  }
  for (const shape of sumShapes) expect(workgroupTileCandidates('filter gradient', memory)).toContainEqual(shape);
});

test('none needs more workgroup memory than the device has', () => {
  const large = { pixels: 128, channels: 128, invocations: 256 };
  expect(workgroupTileCandidates('forward', memory)).toContainEqual(large);
  expect(workgroupTileCandidates('forward', memory / 2)).not.toContainEqual(large);
});

test('leaves out tiles that would be mostly empty, and keeps those of one invocation', () => {
  const titles = tileCandidates('forward', 32, memory).map(({ title }) => title);
  expect(titles).toContain('64 x 32 by 128');
  expect(titles.some((title) => title.includes('x 64'))).toBe(false);
  expect(titles).toContain('4 x 8 by one');
});
