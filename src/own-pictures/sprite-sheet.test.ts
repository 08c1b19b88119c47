import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBlank, sheetTiles } from './sprite-sheet.ts';

describe('sheetTiles', () => {
  it('by count or by size, cuts tiles of equal size that do not overlap and lie inside the sheet', () => {
    const length = fc.integer({ min: 2, max: 400 });
    fc.assert(
      fc.property(
        length,
        length,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (width, height, columns, rows) => {
          fc.pre(width >= 2 * columns && height >= 2 * rows);
          const tiles = sheetTiles('sheet.png', { width, height }, { by: 'count', columns, rows });
          expect(tiles).toHaveLength(columns * rows);
          const [first] = tiles;
          for (const [i, tile] of tiles.entries()) {
            expect([tile.width, tile.height]).toEqual([first?.width, first?.height]);
            expect([tile.x, tile.y]).toEqual([(i % columns) * tile.width, Math.floor(i / columns) * tile.height]);
            expect(tile.x + tile.width).toBeLessThanOrEqual(width);
            expect(tile.y + tile.height).toBeLessThanOrEqual(height);
          }
          // Cutting by the tiles' size gives at least as many, and the first ones are in the same
          // places.
          const bySize = sheetTiles(
            'sheet.png',
            { width, height },
            { by: 'size', width: first?.width ?? 0, height: first?.height ?? 0 },
          );
          expect(bySize.length).toBeGreaterThanOrEqual(tiles.length);
          expect(bySize.slice(0, columns)).toEqual(tiles.slice(0, columns));
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([
    { by: 'count', columns: 40, rows: 1 },
    { by: 'size', width: 65, height: 16 },
    { by: 'size', width: 1, height: 1 },
    { by: 'count', columns: 0, rows: 4 },
    { by: 'size', width: Number.NaN, height: 8 },
  ] as const)('refuses %o for a sheet of 64 x 64', (grid) => {
    expect(() => sheetTiles('sheet.png', { width: 64, height: 64 }, grid)).toThrow(/own-sheet/);
  });

  it('refuses more tiles than any sheet plausibly has', () => {
    expect(() => sheetTiles('s.png', { width: 1000, height: 1000 }, { by: 'size', width: 2, height: 2 })).toThrow(
      /own-sheet/,
    );
  });
});

describe('isBlank', () => {
  const data = Uint8Array.of(1, 2, 3, 1, 2, 3, 9, 9, 9, 1, 2, 3, 1, 2, 3, 9, 9, 8);
  const raster = { width: 3, height: 2, channels: 3, data };
  it('is true if all pixels of the tile have one colour, whatever surrounds it', () => {
    expect(isBlank(raster, { x: 0, y: 0, width: 2, height: 2 })).toBe(true);
    expect(isBlank(raster, { x: 2, y: 0, width: 1, height: 2 })).toBe(false);
    expect(isBlank(raster, { x: 1, y: 0, width: 2, height: 1 })).toBe(false);
  });
});
