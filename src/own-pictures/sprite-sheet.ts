/**
 * Cuts a sheet of many pictures by a grid, starting at its upper left corner. The remainder at the
 * right and the bottom is not used.
 */

import { PlaygroundError } from '../ml/errors.ts';
import type { Raster, Region } from '../ml/resample.ts';
import type { Extent } from '../share/crop.ts';

/** By the number of tiles, or by the size of a tile in pixels. */
export type SheetGrid =
  | { readonly by: 'count'; readonly columns: number; readonly rows: number }
  | { readonly by: 'size'; readonly width: number; readonly height: number };

/** Tiles of one sheet; more would mean a mistake in the grid. */
export const mostTiles = 100_000;
/** In pixels; a smaller tile shows nothing. */
const smallestTile = 2;

/**
 * Row by row. Throws `own-sheet` if the grid gives no tile, tiles under 2 pixels, or more than
 * 100,000 tiles.
 */
export function sheetTiles(name: string, { width, height }: Extent, grid: SheetGrid): readonly Region[] {
  const tile =
    grid.by === 'size'
      ? { width: grid.width, height: grid.height }
      : { width: Math.floor(width / grid.columns), height: Math.floor(height / grid.rows) };
  const columns = grid.by === 'count' ? grid.columns : Math.floor(width / tile.width);
  const rows = grid.by === 'count' ? grid.rows : Math.floor(height / tile.height);
  if (!(tile.width >= smallestTile && tile.height >= smallestTile && columns >= 1 && rows >= 1)) {
    throw new PlaygroundError('own-sheet', { name, size: `${width} × ${height}` });
  }
  if (columns * rows > mostTiles) throw new PlaygroundError('own-sheet', { name, size: `${width} × ${height}` });
  return Array.from({ length: columns * rows }, (_, i) => ({
    ...tile,
    x: (i % columns) * tile.width,
    y: Math.floor(i / columns) * tile.height,
  }));
}

/** Whether the tile has only one colour, like the empty places after the last sprite. */
export function isBlank({ data, width, channels }: Raster, region: Region): boolean {
  const start = (region.y * width + region.x) * channels;
  for (let y = 0; y < region.height; y++) {
    const row = ((region.y + y) * width + region.x) * channels;
    for (let n = 0; n < region.width * channels; n++) {
      if (data[row + n] !== data[start + (n % channels)]) return false;
    }
  }
  return true;
}
