/**
 * How a picture that is larger than a network's is covered by tiles of the network's size. Along each side they are spread evenly from edge to edge, at most half a tile
 * apart: none reaches beyond the picture, and every pixel that is not near the picture's edge is seen in two tiles along each side, once near a middle.
 */

/** Of one line: where each tile begins. Throws `RangeError` where the picture is shorter than a tile. */
export function tileStarts(length: number, side: number): readonly number[] {
  if (length < side) throw new RangeError(`a picture of ${length} pixels is smaller than a tile of ${side}`);
  const way = length - side;
  const steps = Math.ceil(way / Math.floor(side / 2));
  return steps === 0 ? [0] : Array.from({ length: steps + 1 }, (_, i) => Math.floor((i * way) / steps));
}

/** Tiles of a picture, 1 where it is of the network's size. */
export function tileCount({ width, height }: { readonly width: number; readonly height: number }, side: number) {
  return tileStarts(width, side).length * tileStarts(height, side).length;
}

/**
 * How much a tile's prediction counts at each place along its side: a Hann window, sin^2, at the pixels' middles. Two of them half a tile apart add up to 1 everywhere, so that from one tile
 * to the next a prediction fades without an edge; and near its border, where a network sees least of what is around, a tile counts next to nothing. Never 0: at the picture's edge there is one tile alone.
 */
export function tileWeights(side: number): Float64Array {
  return Float64Array.from({ length: side }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / side) ** 2);
}
