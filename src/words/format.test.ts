import { expect, it } from 'vitest';
import { splitSeconds } from './format.ts';

it.each([
  [0.4, { unit: 'seconds', seconds: 0 }],
  [61, { unit: 'minutes', minutes: 1, seconds: 1 }],
  [86_399, { unit: 'hours', hours: 23, minutes: 59 }],
  [86_400, { unit: 'days' }],
  [1e9, { unit: 'days' }],
])('%d s', (seconds, time) => {
  expect(splitSeconds(seconds)).toEqual(time);
});
