import { expect, test } from 'vitest';
import type { Evaluation } from '../workers/protocol.ts';
import { withNewest } from './evaluations.ts';

const evaluation = (step: number): Evaluation => ({
  step,
  raw: 1,
  ema: null,
  buckets: new Float32Array(10),
  samples: { count: 0, width: 32, height: 32, rgb: new Uint8Array() },
});
const after = (steps: readonly number[]) =>
  steps
    .map(evaluation)
    .reduce<readonly Evaluation[]>(withNewest, [])
    .map(({ step }) => step);

test('the kept evaluations of a long run are few, and reach back to its beginning', () => {
  const steps = after(Array.from({ length: 1000 }, (_, index) => index + 1));
  expect(steps.length).toBeLessThanOrEqual(65);
  expect(steps[0]).toBe(1);
  expect(steps.at(-1)).toBe(1000);
});

test('a run that goes back drops the evaluations after that step', () => {
  expect(after([10, 20, 30, 20])).toEqual([10, 20]);
});
