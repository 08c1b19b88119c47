import { expect, test } from 'vitest';
import { logTicks } from './chart-axes.ts';

test.each<readonly [string, number, number, readonly number[]]>([
  ['many decades', 0.0005, 2, [0.001, 0.01, 0.1, 1]],
  ['one', 0.08, 2, [0.1, 0.2, 0.5, 1, 2]],
  ['the first steps of a run', 1.2, 2.1, [1.2, 1.4, 1.6, 1.8, 2]],
  ['nothing to show', 0, 0, []],
])('%s', (_, min, max, ticks) => {
  expect(logTicks(min, max)).toEqual(ticks);
});
