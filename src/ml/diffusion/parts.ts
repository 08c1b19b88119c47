/**
 * How a picture is split for a network: it stays whole at the network's own size, and goes in tiles
 * or strips if it is larger. Numbers only.
 */
import { stripsOf } from './strips.ts';
import { tileCount } from './tile-grid.ts';

/**
 * The longest side of a picture for repair, in pixels. It bounds the memory of a repair, on the
 * device and on the host.
 */
export const mostRepairSide = 512;

interface Extent {
  readonly width: number;
  readonly height: number;
}

/**
 * The size at which a picture is repaired "at its own size". It shrinks if a side is longer than
 * `mostRepairSide` and grows if one is shorter than the network's pictures, always in its own
 * proportions and without padding. Null if it is so long and thin that it cannot satisfy both.
 */
export function ownSize({ width, height }: Extent, side: number): Extent | null {
  const fitting = Math.min(1, mostRepairSide / Math.max(width, height));
  const factor = Math.max(fitting, side / Math.min(width, height));
  const size = { width: Math.round(width * factor), height: Math.round(height * factor) };
  return Math.max(size.width, size.height) <= mostRepairSide ? size : null;
}

export interface PictureParts {
  /** Tiles or strips per pass. */
  readonly count: number;
  /**
   * Pixels that go through the network in one pass, overlap included: the time of a pass grows with
   * them.
   */
  readonly pixels: number;
}

/** `side`: that of the network's pictures. Throws `RangeError` if the picture is smaller. */
export function partsOf(network: 'one-pass' | 'diffusion', size: Extent, side: number): PictureParts {
  if (size.width === side && size.height === side) return { count: 1, pixels: side ** 2 };
  if (network === 'diffusion') {
    const count = tileCount(size, side);
    return { count, pixels: count * side ** 2 };
  }
  const strips = stripsOf(size);
  const pixels = strips.reduce(
    (sum, { rows, columns }) => sum + (rows.to - rows.from) * (columns.to - columns.from),
    0,
  );
  return { count: strips.length, pixels };
}
