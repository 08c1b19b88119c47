/** A square cut out of a picture, in the picture's own pixels. Every function returns one that lies inside the picture. */

export interface Extent {
  readonly width: number;
  readonly height: number;
}

export interface Crop {
  /** Left and top edge. */
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Closer than one picture pixel for each of the 32 there is nothing to see. */
const smallestSide = 32;

export const largestCropSide = (extent: Extent): number => Math.min(extent.width, extent.height);
export const smallestCropSide = (extent: Extent): number => Math.min(smallestSide, largestCropSide(extent));

/** The largest square, in the middle, on whole pixels: a 32 x 32 picture comes out as it is. */
export function fullCrop(extent: Extent): Crop {
  const side = largestCropSide(extent);
  return { x: Math.floor((extent.width - side) / 2), y: Math.floor((extent.height - side) / 2), side };
}

/** The nearest crop inside the picture: the side gives way first, then the place. */
export function clampCrop(crop: Crop, extent: Extent): Crop {
  const side = clamp(crop.side, smallestCropSide(extent), largestCropSide(extent));
  return { x: clamp(crop.x, 0, extent.width - side), y: clamp(crop.y, 0, extent.height - side), side };
}

export function panCrop(crop: Crop, extent: Extent, dx: number, dy: number): Crop {
  return clampCrop({ ...crop, x: crop.x + dx, y: crop.y + dy }, extent);
}

/** Changes the side and keeps the middle where it is, unless an edge of the picture is in the way. */
export function resizeCrop(crop: Crop, extent: Extent, side: number): Crop {
  const kept = clamp(side, smallestCropSide(extent), largestCropSide(extent));
  const grow = (crop.side - kept) / 2;
  return clampCrop({ x: crop.x + grow, y: crop.y + grow, side: kept }, extent);
}

/** 1: the largest square. How often the crop fits into it, per side. */
export function zoomOf(crop: Crop, extent: Extent): number {
  return largestCropSide(extent) / crop.side;
}

export function largestZoom(extent: Extent): number {
  return largestCropSide(extent) / smallestCropSide(extent);
}

/** A key step of zoom, and of a wheel's notch. */
export const zoomStep = 1.1;

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What a key does to the crop, null where it does nothing: arrows move by 1/32 of the side (one pixel of the result), with Shift by eight. */
export function cropAfterKey(key: string, shift: boolean, crop: Crop, extent: Extent): Crop | null {
  const direction = Object.hasOwn(directions, key) ? directions[key] : undefined;
  if (direction) {
    const step = (crop.side / 32) * (shift ? 8 : 1);
    return panCrop(crop, extent, direction[0] * step, direction[1] * step);
  }
  switch (key) {
    case '+':
    case '=':
      return resizeCrop(crop, extent, crop.side / zoomStep);
    case '-':
    case '_':
      return resizeCrop(crop, extent, crop.side * zoomStep);
    case 'Home':
      return fullCrop(extent);
    default:
      return null;
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), Math.max(min, max));
}
