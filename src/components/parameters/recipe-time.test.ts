import { expect, test } from 'vitest';
import { roughTime, twoDigits } from './recipe-time.ts';

test.each([
  [0.2, { unit: 'seconds', count: 1 }],
  [59, { unit: 'seconds', count: 59 }],
  [100, { unit: 'seconds', count: 100 }],
  [110, { unit: 'minutes', count: 2 }],
  [3599, { unit: 'minutes', count: 60 }],
  [3 * 3600 + 100, { unit: 'hours', count: 3 }],
  [86_400 * 123, { unit: 'days', count: 120 }],
])('%d seconds', (seconds, said) => {
  expect(roughTime(seconds)).toEqual(said);
});

test('two digits', () => {
  expect([0.4, 7.6, 99.6, 1234, 65_432].map(twoDigits)).toEqual([0, 8, 100, 1200, 65_000]);
});
