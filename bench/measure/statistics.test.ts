import { expect, test } from 'vitest';
import { median, ratioOf, summarize } from './statistics.ts';

test('the median is the middle value or the mean of the middle two, in any order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 10, 1, 2])).toBe(3);
  expect(median([7])).toBe(7);
});

test('a summary has the range of the values', () => {
  expect(summarize([3, 8, 4])).toEqual({ median: 4, low: 3, high: 8, count: 3 });
  expect(() => summarize([])).toThrow('no values');
});

test('a ratio is that of the medians; its range is that of the rounds, which were interleaved', () => {
  // The machine ran at half speed in the second round, so both took twice as long, and every
  // round's ratio is 5.
  expect(ratioOf([50, 100, 50], [10, 20, 10])).toEqual({ median: 5, low: 5, high: 5, count: 3 });
  expect(ratioOf([60, 30], [10, 10])).toEqual({ median: 4.5, low: 3, high: 6, count: 2 });
});
