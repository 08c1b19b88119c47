import { expect, it } from 'vitest';
import { dashesFor, equalCurves } from './equal-curves.ts';

const curve = (steps: number[], values: number[]) => ({
  steps: Float64Array.from(steps),
  values: Float32Array.from(values),
});

it('finds curves that hide each other, even if one is longer or thinned to other steps', () => {
  const groups = equalCurves([
    curve([1, 2, 3, 4], [4, 3, 2, 1]),
    curve([1, 2, 3], [4, 3, 2.5]),
    curve([2, 4, 6], [3, 1, 0]),
    curve([7, 8], [4, 3]),
    curve([], []),
  ]);
  expect(groups).toEqual([[0, 2], [1], [0, 2], [3], [4]]);
});

it('gives each of several lines in one place a part that no line above it covers', () => {
  expect(dashesFor(0, 1)).toBeUndefined();
  const length = 14 * 3;
  /** The line that is visible at a position along the curve: the last one drawn there. */
  const seenAt = (at: number): number => {
    const drawn = [0, 1, 2].filter((place) => {
      const [, before = 0, dash = length] = dashesFor(place, 3) ?? [];
      return at >= before && at < before + dash;
    });
    return drawn.at(-1) ?? -1;
  };
  expect([7, 21, 35].map(seenAt)).toEqual([0, 1, 2]);
  expect(dashesFor(2, 3)?.reduce((sum, part) => sum + part)).toBe(length);
});
