import { expect, it } from 'vitest';
import { parseDecimal } from './decimal.ts';

it.each([
  ['64', 64],
  ['0.001', 0.001],
  ['1e-4', 1e-4],
  ['1E+2', 100],
  [' 7 ', 7],
  ['-3', -3],
  ['-0', 0],
])('reads %j', (text, value) => {
  expect(parseDecimal(text)).toBe(value);
});

it.each(['', '1e', '1e-', '-', '0x10', 'Infinity', '1,5', '1.5.2', '12 3', 'cat'])(
  'does not read %j as a number',
  (text) => {
    expect(parseDecimal(text)).toBeNaN();
  },
);
