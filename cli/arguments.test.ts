import { expect, it } from 'vitest';
import { ArgumentError, parameterFlag, readFlags } from './arguments.ts';

const noise = (...argv: string[]) => parameterFlag(readFlags(argv, ['noise', 'seed'], ['json']).values, 'restoreNoise');

it.each([['--noise', '-1'], ['--noise', '-.5'], ['--noise=-1']])(
  'says the range of a negative number: %s %s',
  (...argv) => {
    expect(() => noise(...argv)).toThrow(ArgumentError);
    expect(() => noise(...argv)).toThrow(/^--noise must be a number from 0 to 2, not "-/);
  },
);

it('still reads a flag as a flag', () => {
  expect(noise('--seed', '3', '--json', '--noise', '0.5')).toBe(0.5);
  expect(() => noise('--noise', '--json')).toThrow(/--noise/);
  expect(() => noise('--json', '-1')).toThrow(ArgumentError);
});
