/**
 * Covers a picture larger than a network's with tiles of the network's size. Along each side, tiles
 * are spread evenly from edge to edge, at most half a tile apart. None extends beyond the picture.
 * Every pixel away from the picture's edge is in two tiles along each side, and near the middle of
 * one of them.
 */

/**
 * Where each tile of one line begins. Throws `RangeError` if the picture is shorter than a tile.
 */
export function tileStarts(length: number, side: number): readonly number[] {
  if (length < side) throw new RangeError(`a picture of ${length} pixels is smaller than a tile of ${side}`);
  const way = length - side;
  const steps = Math.ceil(way / Math.floor(side / 2));
  return steps === 0 ? [0] : Array.from({ length: steps + 1 }, (_, i) => Math.floor((i * way) / steps));
}

/** Tiles of a picture; 1 if it has the network's size. */
export function tileCount({ width, height }: { readonly width: number; readonly height: number }, side: number) {
  return tileStarts(width, side).length * tileStarts(height, side).length;
}

/**
 * The weight of a tile's prediction at each position along its side: a Hann window, sin^2, at the
 * pixels' middles. Two windows half a tile apart add up to 1 everywhere, so that predictions fade
 * from one tile to the next without an edge. Near its border, where the network sees least of the
 * surroundings, a tile has almost no weight. The weight is never 0, because there is only one tile
 * at the picture's edge.
 */
export function tileWeights(side: number): Float64Array {
  return Float64Array.from({ length: side }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / side) ** 2);
}
