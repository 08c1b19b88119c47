import { afterEach, expect, it } from 'vitest';
import {
  formatCount,
  formatDate,
  formatDay,
  formatFixed,
  formatIn,
  formatList,
  formatRounded,
  splitSeconds,
} from './format.ts';

it.each([
  [0.4, { unit: 'seconds', seconds: 0 }],
  [61, { unit: 'minutes', minutes: 1, seconds: 1 }],
  [86_399, { unit: 'hours', hours: 23, minutes: 59 }],
  [86_400, { unit: 'days' }],
  [1e9, { unit: 'days' }],
])('%d s', (seconds, time) => {
  expect(splitSeconds(seconds)).toEqual(time);
});

afterEach(() => formatIn('en'));

it.each(['ru', 'de', 'en'])('writes numbers and dates as in %s', (language) => {
  formatIn(language);
  expect(formatCount(1234567)).toBe((1234567).toLocaleString(language));
  expect(formatFixed(12.3456, 2)).toBe((12.3456).toLocaleString(language, { maximumFractionDigits: 2 }));
  expect(formatRounded(1234.56, 1)).toBe((1234.56).toLocaleString(language, { maximumFractionDigits: 1 }));
  expect(formatRounded(50.04, 1)).toBe('50');
  const at = Date.UTC(2026, 10, 29, 12);
  expect(formatDate(at)).toBe(new Date(at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' }));
  expect(formatDay('2026-11-29')).toBe(new Date(at).toLocaleDateString(language, { dateStyle: 'long' }));
  expect(formatList(['1', '2'])).toBe(new Intl.ListFormat(language).format(['1', '2']));
});
