import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LossHistory, maxLossPoints } from './loss-history.ts';

/** Few different values, so that equal losses meet in a bucket. */
const losses = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 6000, size: 'max' });

function historyOf(values: readonly number[], resumeAt = 0): LossHistory {
  let history = new LossHistory();
  for (const [i, loss] of values.entries()) {
    if (i === resumeAt) history = new LossHistory(JSON.parse(JSON.stringify(history.points())));
    history.add(i + 1, loss);
  }
  return history;
}

it('keeps every loss of a short run', () => {
  expect(historyOf([3, 1, 2]).points()).toEqual({ steps: [1, 2, 3], losses: [3, 1, 2] });
});

it('stays small and in order, keeps the extremes, and contains only real losses', () => {
  fc.assert(
    fc.property(losses, (values) => {
      const { steps, losses: kept } = historyOf(values).points();
      expect(steps.length).toBeLessThanOrEqual(maxLossPoints);
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
      expect(kept).toEqual(steps.map((step) => values[step - 1]));
      expect(kept.reduce((a, b) => Math.max(a, b))).toBe(values.reduce((a, b) => Math.max(a, b)));
      expect(kept.reduce((a, b) => Math.min(a, b))).toBe(values.reduce((a, b) => Math.min(a, b)));
    }),
    { numRuns: 30 },
  );
});

it('is the same whether the run was resumed or not', () => {
  fc.assert(
    fc.property(losses, fc.nat({ max: 6000 }), (values, resumeAt) => {
      expect(historyOf(values, resumeAt).points()).toEqual(historyOf(values).points());
    }),
    { numRuns: 30 },
  );
});
