import { expect, test } from 'vitest';
import { epochsIn, sampleSeconds } from './training-length.ts';

test('as many epochs as there is time for, and one at least', () => {
  expect(epochsIn(100, { imagesPerSecond: 1000, images: 6000 })).toBe(15);
  expect(epochsIn(100, { imagesPerSecond: 10, images: 6000 })).toBe(1);
});

test('a fast device leaves nearly all of the time to training, a slow one needs it for the sample', () => {
  expect(sampleSeconds(16, 50, 2000)).toBeLessThan(5);
  expect(sampleSeconds(16, 50, 10)).toBeGreaterThan(50);
});
