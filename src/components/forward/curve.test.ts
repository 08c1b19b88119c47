import { expect, test } from 'vitest';
import { pathOf, placeUnder, shades, tablePlaces } from './curve.ts';

test('a curve goes from edge to edge, with no more points than pixels can show', () => {
  const path = pathOf(
    Array.from({ length: 1000 }, (_, i) => i / 999),
    { min: 0, max: 1 },
  );
  expect(path.startsWith('M0.0 100.00L')).toBe(true);
  expect(path.endsWith('L300.0 0.00')).toBe(true);
  expect(path.split('L').length).toBeLessThanOrEqual(202);
});

test('if all timesteps are equally likely there is one column; otherwise the likeliest are darkest', () => {
  expect(shades(new Float32Array(100).fill(1))).toHaveLength(1);
  const bell = shades(Array.from({ length: 100 }, (_, i) => 1 - Math.abs(i - 50) / 60));
  expect(bell).toHaveLength(50);
  expect(bell[25]?.opacity).toBeGreaterThan(bell[2]?.opacity ?? 1);
});

test('a press finds its timestep; beyond the edges it finds the first or the last', () => {
  const at = (x: number) => placeUnder(x, { left: 100, width: 200 }, 1000);
  expect([at(100), at(200), at(300), at(0), at(900)]).toEqual([0, 500, 999, 0, 999]);
});

test('a table has eleven places, each only once, and never more than there are timesteps', () => {
  expect(tablePlaces(1000)).toEqual([0, 100, 200, 300, 400, 500, 599, 699, 799, 899, 999]);
  // A network may come with a schedule of ten.
  expect(tablePlaces(10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(tablePlaces(1)).toEqual([0]);
});
