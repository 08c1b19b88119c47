import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tileGap, tileGrid } from './tile-grid.ts';

it('is ten by six on a phone', () => {
  expect(tileGrid(338, 338 * 0.6, 60)).toEqual({ columns: 10, count: 60 });
});

it('fills a tall box and never overflows it', () => {
  const side = fc.integer({ min: 200, max: 700 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      const { columns, count } = tileGrid(width, height, 60);
      const used = (count / columns) * ((width + tileGap) / columns) - tileGap;
      expect(count).toBeLessThanOrEqual(60);
      expect(used).toBeLessThanOrEqual(height);
    }),
  );
  // The column beside the preview in the widest layout.
  for (const height of [440, 500, 546, 600]) {
    const { columns, count } = tileGrid(258, height, 60);
    expect(height - ((count / columns) * ((258 + tileGap) / columns) - tileGap)).toBeLessThan(40);
  }
});
