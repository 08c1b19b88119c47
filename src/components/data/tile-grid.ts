/** Gap between two tiles in CSS pixels, the same as in the style sheet. */
export const tileGap = 4;

const fewestColumns = 4;
const mostColumns = 12;

/**
 * Chooses a grid of square tiles, at most `most`, that has many tiles and leaves little of the
 * box's height empty: one tile is worth half a pixel of height.
 */
export function tileGrid(
  width: number,
  height: number,
  most: number,
): { readonly columns: number; readonly count: number } {
  let best = { columns: 6, count: most };
  let leastCost = Number.POSITIVE_INFINITY;
  for (let columns = fewestColumns; columns <= mostColumns; columns++) {
    const pitch = (width + tileGap) / columns;
    const rows = Math.min(Math.floor((height + tileGap) / pitch), Math.floor(most / columns));
    const cost = height + tileGap - rows * pitch + (most - rows * columns) / 2;
    if (rows < 1 || cost >= leastCost) continue;
    leastCost = cost;
    best = { columns, count: rows * columns };
  }
  return best;
}
