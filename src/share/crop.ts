/**
 * A square crop of a picture, in the picture's own pixels. Every function returns one that lies
 * inside the picture.
 */

export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** The picture, and the size of the crop's result. */
export interface CropSource extends Extent {
  /**
   * Side of the result in pixels. A crop with fewer pixels of the picture than that shows no more
   * detail.
   */
  readonly resultSide: number;
}

export interface Crop {
  /** Left and top edge. */
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

export const largestCropSide = (extent: Extent): number => Math.min(extent.width, extent.height);
export const smallestCropSide = (source: CropSource): number => Math.min(source.resultSide, largestCropSide(source));

/**
 * The largest square, centred, on whole pixels: a picture of the result's size comes out unchanged.
 */
export function fullCrop(extent: Extent): Crop {
  const side = largestCropSide(extent);
  return { x: Math.floor((extent.width - side) / 2), y: Math.floor((extent.height - side) / 2), side };
}

/** The nearest crop inside the picture: first the side is reduced, then the position moved. */
export function clampCrop(crop: Crop, source: CropSource): Crop {
  const side = clamp(crop.side, smallestCropSide(source), largestCropSide(source));
  return { x: clamp(crop.x, 0, source.width - side), y: clamp(crop.y, 0, source.height - side), side };
}

export function panCrop(crop: Crop, source: CropSource, dx: number, dy: number): Crop {
  return clampCrop({ ...crop, x: crop.x + dx, y: crop.y + dy }, source);
}

/** Changes the side and keeps the centre, unless an edge of the picture is in the way. */
export function resizeCrop(crop: Crop, source: CropSource, side: number): Crop {
  const kept = clamp(side, smallestCropSide(source), largestCropSide(source));
  const grow = (crop.side - kept) / 2;
  return clampCrop({ x: crop.x + grow, y: crop.y + grow, side: kept }, source);
}

/** 1 for the largest square: how often the crop fits into it, per side. */
export function zoomOf(crop: Crop, extent: Extent): number {
  return largestCropSide(extent) / crop.side;
}

export function largestZoom(source: CropSource): number {
  return largestCropSide(source) / smallestCropSide(source);
}

/** Zoom factor of one key press, and of one notch of a wheel. */
export const zoomStep = 1.1;

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The crop after a key press, or null if the key does nothing: arrows move by one pixel of the
 * result, with Shift by eight.
 */
export function cropAfterKey(key: string, shift: boolean, crop: Crop, source: CropSource): Crop | null {
  const direction = Object.hasOwn(directions, key) ? directions[key] : undefined;
  if (direction) {
    const step = (crop.side / source.resultSide) * (shift ? 8 : 1);
    return panCrop(crop, source, direction[0] * step, direction[1] * step);
  }
  switch (key) {
    case '+':
    case '=':
      return resizeCrop(crop, source, crop.side / zoomStep);
    case '-':
    case '_':
      return resizeCrop(crop, source, crop.side * zoomStep);
    case 'Home':
      return fullCrop(source);
    default:
      return null;
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), Math.max(min, max));
}
