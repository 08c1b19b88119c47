import { expect, test } from 'vitest';
import type { PartLine } from '../part-lines.ts';
import { stateText } from './part-state.ts';

const progress = (stage: string, done: number, of: number, failures: string[] | null = []): PartLine => {
  return { kind: 'progress', stage, done, of, failures };
};
const signal = 'SIGSEGV';

test.each([
  ['a part that counts nothing', { kind: 'done' }, [], 'done'],
  ['one that passed', { kind: 'done' }, [progress('test files', 43, 43)], 'passed: 43 of 43 test files'],
  ['one that measured', { kind: 'done' }, [progress('cases', 6, 6, null)], 'measured: 6 of 6 cases'],
  [
    'one that failed',
    { kind: 'failed', reason: 'exit code 1' },
    [progress('test files', 43, 43, ['conv2d: is exact'])],
    'FAILED: 1 failure: conv2d: is exact',
  ],
  [
    'one that ended early',
    { kind: 'failed', reason: 'no memory' },
    [progress('networks', 1, 3)],
    'FAILED at 1 of 3 networks: no memory',
  ],
  [
    'one that found the device too slow for its time',
    { kind: 'failed', reason: 'exit code 1' },
    [{ kind: 'too-slow', reason: 'no step was finished in 27 s' }],
    'CUT by its time limit: no step was finished in 27 s',
  ],
  ['one that failed and said nothing of it', { kind: 'failed', reason: 'exit code 3' }, [], 'FAILED: exit code 3'],
  [
    'one that was cut',
    { kind: 'cut' },
    [progress('test files', 12, 43)],
    'CUT by its time limit at 12 of 43 test files; so far no failures',
  ],
  [
    'one that was cut after failures',
    { kind: 'cut' },
    [progress('test files', 12, 43, ['a: x', 'b: y'])],
    'CUT by its time limit at 12 of 43 test files; so far 2 failures: a: x; b: y',
  ],
  [
    'one that was cut while it measured',
    { kind: 'cut' },
    [progress('cases', 2, 6, null)],
    'CUT by its time limit at 2 of 6 cases',
  ],
  ['one that was cut before it counted', { kind: 'cut' }, [], 'CUT by its time limit'],
  [
    'one that was interrupted',
    { kind: 'interrupted' },
    [progress('test files', 12, 43)],
    'INTERRUPTED at 12 of 43 test files; so far no failures',
  ],
  [
    'one that crashed',
    { kind: 'crashed', signal },
    [progress('test files', 12, 43, ['a: x'])],
    'CRASHED (SIGSEGV) at 12 of 43 test files; so far 1 failure: a: x',
  ],
  ['one with nothing to do here', { kind: 'done' }, [{ kind: 'skipped', reason: 'no torch' }], 'skipped: no torch'],
  ['one that runs', null, [progress('cases', 2, 6, null)], 'running at 2 of 6 cases'],
  ['one that was left out', { kind: 'skipped', reason: 'there is no adapter' }, [], 'skipped: there is no adapter'],
] as const)('the state of %s', (_, outcome, lines, text) => {
  expect(stateText(outcome, lines)).toBe(text);
});

test('counts the newest line of each stage, and the failures of all stages', () => {
  const lines = [
    progress('test files', 1, 2),
    progress('test files', 2, 2, ['a: x']),
    progress('networks', 1, 3, ['losses of tiny']),
  ];
  expect(stateText({ kind: 'cut' }, lines)).toBe(
    'CUT by its time limit at 2 of 2 test files, 1 of 3 networks; so far 2 failures: a: x; losses of tiny',
  );
});

test('names the first of many failures, and counts all', () => {
  const failures = Array.from({ length: 7 }, (_, i) => `test ${i + 1}`);
  expect(stateText({ kind: 'failed', reason: '' }, [progress('test files', 9, 9, failures)])).toBe(
    'FAILED: 7 failures: test 1; test 2; test 3; test 4; test 5; and 2 more',
  );
});
