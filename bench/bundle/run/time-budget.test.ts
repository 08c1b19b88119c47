import { expect, test } from 'vitest';
import { graceOf, limitOfFirst } from './time-budget.ts';

const parts = [{ seconds: 10 }, { seconds: 30 }, { seconds: 60 }];

test('gives each part its share of the remaining time, and the last part all of it', () => {
  expect(limitOfFirst(parts, 100_000)).toBe(10_000);
  expect(limitOfFirst(parts.slice(1), 99_000)).toBe(33_000); // the first took a second
  expect(limitOfFirst(parts.slice(2), 12_000)).toBe(12_000);
});

test('never gives a negative time', () => {
  expect(limitOfFirst(parts, -5)).toBe(0);
  expect(limitOfFirst([], 1000)).toBe(0);
});

test('asks a part to end before it is killed', () => {
  expect(graceOf(10_000)).toBe(2000);
  expect(graceOf(120_000)).toBe(10_000);
});
