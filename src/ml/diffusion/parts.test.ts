import { describe, expect, it } from 'vitest';
import { partsOf } from './parts.ts';
import { spansOf, stripsOf } from './strips.ts';
import { tileStarts, tileWeights } from './tile-grid.ts';

describe('tiles', () => {
  it.each([
    [32, 32],
    [33, 32],
    [48, 28],
    [63, 32],
    [512, 32],
    [511, 28],
    [100, 64],
  ])('of a line of %d pixels by %d go from edge to edge, at most half a tile apart', (length, side) => {
    const starts = tileStarts(length, side);
    expect(starts[0]).toBe(0);
    expect((starts.at(-1) ?? 0) + side).toBe(length);
    const gaps = starts.slice(1).map((start, i) => start - (starts[i] ?? 0));
    expect(gaps.every((gap) => gap >= 1 && gap <= side / 2)).toBe(true);
  });

  it('are refused for a picture smaller than a tile', () => {
    expect(() => tileStarts(31, 32)).toThrow(RangeError);
  });

  it('have weights that add up to 1 half a tile apart, and are nowhere 0', () => {
    const weights = tileWeights(32);
    for (let i = 0; i < 16; i++) expect((weights[i] ?? 0) + (weights[i + 16] ?? 0)).toBeCloseTo(1, 12);
    expect(Math.min(...weights)).toBeGreaterThan(0);
  });
});

describe('spans', () => {
  it.each([
    [32, 1000],
    [33, 1000],
    [34, 32],
    [160, 48],
    [161, 48],
    [512, 128],
    [509, 128],
  ])('of %d pixels by at most %d keep each pixel once, at least 9 pixels from a cut', (length, most) => {
    const spans = spansOf(length, most);
    let next = 0;
    for (const { from, to, keepFrom, keepTo } of spans) {
      expect(keepFrom).toBe(next);
      next = keepTo;
      expect((to - from) % 4).toBe(0);
      if (length % 4 === 0) expect(from % 4).toBe(0);
      if (keepFrom > 0) expect(keepFrom - from).toBeGreaterThanOrEqual(9);
      if (keepTo < length) expect(to - keepTo).toBeGreaterThanOrEqual(9);
    }
    expect(next).toBe(length);
    expect(spans.at(-1)?.to).toBe(length);
  });

  it('divide a photograph into few strips', () => {
    expect(stripsOf({ width: 512, height: 512 })).toHaveLength(5);
    expect(stripsOf({ width: 128, height: 128 })).toHaveLength(1);
  });
});

it('counts parts, and the pixels that go through the network', () => {
  expect(partsOf('diffusion', { width: 32, height: 32 }, 32)).toEqual({ count: 1, pixels: 1024 });
  expect(partsOf('one-pass', { width: 32, height: 32 }, 32)).toEqual({ count: 1, pixels: 1024 });
  expect(partsOf('diffusion', { width: 64, height: 48 }, 32)).toEqual({ count: 6, pixels: 6 * 1024 });
  expect(partsOf('one-pass', { width: 64, height: 48 }, 32)).toEqual({ count: 1, pixels: 64 * 48 });
});
