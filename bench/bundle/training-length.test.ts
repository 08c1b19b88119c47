import { expect, test } from 'vitest';
import { epochsIn, sampleSeconds } from './training-length.ts';

test('plans as many epochs as fit the time, and at least one', () => {
  expect(epochsIn(100, { imagesPerSecond: 1000, images: 6000 })).toBe(15);
  expect(epochsIn(100, { imagesPerSecond: 10, images: 6000 })).toBe(1);
});

test('a fast device spends nearly all of the time on training, a slow one on sampling', () => {
  expect(sampleSeconds(16, 50, 2000)).toBeLessThan(5);
  expect(sampleSeconds(16, 50, 10)).toBeGreaterThan(50);
});
