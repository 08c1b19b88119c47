/** In how many parts a picture goes through a network: one of the network's own size whole, a larger one in tiles or strips. Numbers only. */
import { stripsOf } from './strips.ts';
import { tileCount } from './tile-grid.ts';

/** The longest side of a picture that is repaired, in pixels. It bounds the memory that a repair takes, on the device and on the host. */
export const mostRepairSide = 512;

interface Extent {
  readonly width: number;
  readonly height: number;
}

/**
 * In which a picture is repaired at its own size: shrunk where a side is longer than that, and enlarged where one is shorter than the network's pictures, in its own proportions; it is never padded. Null where it
 * is so long and thin that both cannot be had.
 */
export function ownSize({ width, height }: Extent, side: number): Extent | null {
  const fitting = Math.min(1, mostRepairSide / Math.max(width, height));
  const factor = Math.max(fitting, side / Math.min(width, height));
  const size = { width: Math.round(width * factor), height: Math.round(height * factor) };
  return Math.max(size.width, size.height) <= mostRepairSide ? size : null;
}

export interface PictureParts {
  /** Tiles or strips of one pass. */
  readonly count: number;
  /** That go through the network in one pass, overlap included: the time of a pass grows with them. */
  readonly pixels: number;
}

/** `side`: of the network's pictures. Throws `RangeError` where the picture is smaller. */
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
