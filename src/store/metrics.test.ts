import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistory as createColumns } from './metrics.ts';

const createHistory = (limit?: number) => createColumns(['losses'], limit);

const numbered = (losses: number[], first = 1) => losses.map((_, index) => index + first);

describe('the loss history', () => {
  it('returns every point while there are fewer points than buckets', () => {
    const history = createHistory();
    history.append({ steps: [1, 2, 3], losses: [0.5, 0.25, 0.125] });
    expect(history.curve('losses', 100, 0)).toEqual({
      steps: [1, 2, 3],
      values: [0.5, 0.25, 0.125],
      smoothed: [0.5, 0.25, 0.125],
    });
  });

  it('keeps the extremes, the order and the limit of points for any losses', () => {
    const losses = fc.array(fc.float({ min: 0, max: 8, noNaN: true }), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(losses, fc.integer({ min: 1, max: 300 }), (values, buckets) => {
        const history = createHistory();
        history.append({ steps: numbered(values), losses: values });
        const curve = history.curve('losses', buckets, 0.9);
        expect(curve.steps.length).toBeLessThanOrEqual(2 * buckets);
        expect(Math.max(...curve.values)).toBe(Math.max(...values));
        expect(Math.min(...curve.values)).toBe(Math.min(...values));
        expect(curve.steps).toEqual([...new Set(curve.steps)].sort((a, b) => a - b));
        for (const value of curve.smoothed) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
          expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('smooths over every point, without a bias towards the starting value', () => {
    const history = createHistory();
    history.append({ steps: [1, 2], losses: [1, 0] });
    // Worked out by hand: (0.5 * 0.5 * 1 + 0.5 * 0) / (1 - 0.25).
    expect(history.curve('losses', 10, 0.5).smoothed).toEqual([1, 1 / 3]);
  });

  it('drops the oldest quarter when it is full', () => {
    const history = createHistory(8);
    history.append({ steps: numbered(Array(9).fill(1)), losses: Array(9).fill(1) });
    expect(history.curve('losses', 100, 0).steps).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });

  it('drops what came after the step that a run went back to, and notifies once', () => {
    const history = createHistory();
    let told = 0;
    const stop = history.subscribe(() => told++);
    history.append({ steps: [1, 2, 3], losses: [3, 2, 1] });
    history.truncateAfter(2);
    history.truncateAfter(2);
    expect(history.curve('losses', 10, 0).steps).toEqual([1, 2]);
    expect(told).toBe(2);
    stop();
    history.append({ steps: [3], losses: [1] });
    expect(told).toBe(2);
  });

  it('is replaced by the curve of another run, and copies what it holds', () => {
    const history = createHistory(4);
    history.append({ steps: [1, 2, 3], losses: [3, 2, 1] });
    history.replace({ steps: Float64Array.of(10, 20), losses: Float32Array.of(0.5, 0.25) });
    expect(history.copy()).toEqual({ steps: Float64Array.of(10, 20), losses: Float32Array.of(0.5, 0.25) });
    expect(history.lastStep).toBe(20);
    history.replace(null);
    expect([history.length, history.lastStep]).toEqual([0, 0]);
  });

  it('keeps several columns together, and leaves out values that are not a number', () => {
    const history = createColumns(['raw', 'ema'], 4);
    history.append({ steps: [1, 2, 3], raw: [3, 2, 1], ema: [Number.NaN, 5, 4] });
    history.append({ steps: [4, 5], raw: [0.5, 0.25] });
    expect(history.copy()).toEqual({
      steps: Float64Array.of(2, 3, 4, 5),
      raw: Float32Array.of(2, 1, 0.5, 0.25),
      ema: Float32Array.of(5, 4, Number.NaN, Number.NaN),
    });
    expect(history.curve('ema', 100, 0.5)).toEqual({ steps: [2, 3], values: [5, 4], smoothed: [5, 13 / 3] });
  });

  it('reduces 200,000 points well within the time of a frame', () => {
    const history = createHistory();
    const values = Array.from({ length: 200_000 }, (_, i) => 1 / (1 + i));
    history.append({ steps: numbered(values), losses: values });
    history.curve('losses', 800, 0.9);
    // About 2 ms on one slow core. The fastest of ten measurements counts, because a busy machine
    // may take the core away during any of them.
    const times = Array.from({ length: 10 }, () => {
      const began = performance.now();
      history.curve('losses', 800, 0.9);
      return performance.now() - began;
    });
    expect(Math.min(...times)).toBeLessThan(16);
  });
});
