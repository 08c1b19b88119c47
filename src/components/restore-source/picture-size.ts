/** The size at which a visitor's picture is repaired. */
import { mostRepairSide, ownSize } from '../../ml/diffusion/parts.ts';

interface Extent {
  readonly width: number;
  readonly height: number;
}

/**
 * `network`: a square of the network's own side. A number: the side of a square, in pixels. `own`:
 * the whole picture, at most 512 pixels a side.
 */
export type ChosenSize = 'network' | number | 'own';

const sides = [64, 128, 256, mostRepairSide];

/**
 * The sizes available for this picture: squares larger than the network's for which the picture has
 * enough pixels, and the picture's own size if it is not one of them.
 */
export function sizesFor(picture: Extent, side: number): readonly ChosenSize[] {
  const shorter = Math.min(picture.width, picture.height);
  const squares = sides.filter((square) => square > side && square <= shorter);
  const own = ownSize(picture, side);
  const isSquare =
    own?.width === own?.height && (own?.width === side || squares.some((square) => square === own?.width));
  return ['network', ...squares, ...(own && !isSquare ? (['own'] as const) : [])];
}

/** The chosen size if it is available; otherwise the largest available one that is no larger. */
export function fittingSize(chosen: ChosenSize, sizes: readonly ChosenSize[]): ChosenSize {
  if (sizes.includes(chosen)) return chosen;
  const most = chosen === 'own' ? mostRepairSide : chosen;
  return sizes.findLast((size) => typeof size === 'number' && typeof most === 'number' && size <= most) ?? 'network';
}

/** In pixels. */
export function extentOf(size: ChosenSize, picture: Extent, side: number): Extent {
  const square = typeof size === 'number' ? size : side;
  const own = size === 'own' ? ownSize(picture, side) : null;
  return own ?? { width: square, height: square };
}
