import { expect, test } from 'vitest';
import { epochsIn } from './training-length.ts';

test('as many epochs as there is time for, and one at least', () => {
  expect(epochsIn(100, { imagesPerSecond: 1000, images: 6000 })).toBe(15);
  expect(epochsIn(100, { imagesPerSecond: 10, images: 6000 })).toBe(1);
});
