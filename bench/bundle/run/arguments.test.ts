import { expect, test } from 'vitest';
import { parseBundleArguments, usage } from './arguments.ts';
import { partNames, parts } from './parts.ts';
import { usualMinutes } from './time-budget.ts';

test('without arguments: every part, in eight minutes', () => {
  expect(parseBundleArguments([])).toEqual({ only: partNames, out: null, minutes: usualMinutes });
});

test('some parts, always in the usual order', () => {
  expect(parseBundleArguments(['--only', 'emoji,adapter,tiles', '--out', 'here', '--minutes', '2.5'])).toEqual({
    only: ['adapter', 'tiles', 'emoji'],
    out: 'here',
    minutes: 2.5,
  });
});

test.each([
  [['--only', 'kernel'], 'there is no "kernel"'],
  [['--minutes', '0'], '--minutes'],
  [['--speed'], '--speed'],
])('%j is refused with a sentence', (argv, sentence) => {
  expect(() => parseBundleArguments(argv)).toThrow(sentence);
});

test('--help names every part', () => {
  expect(parseBundleArguments(['--help'])).toBeNull();
  for (const name of partNames) expect(usage).toContain(`  ${name} `);
});

test("the parts' shares add up to the usual time", () => {
  const seconds = Object.values(parts).reduce((sum, part) => sum + part.seconds, 0);
  expect(seconds).toBe(60 * usualMinutes);
});
