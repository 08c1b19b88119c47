import type { PictureShape } from '../ml/data/description.ts';
import type { Pictures } from '../workers/protocol.ts';
import { areaAverage } from './area-average.ts';
import type { Crop, Extent } from './crop.ts';

type Source = (ImageBitmap | HTMLCanvasElement | OffscreenCanvas) & Extent;

/**
 * A source is first shrunk by the browser to at most this many pixels a side, then averaged here.
 */
const largestSide = 512;

/** The largest side of a source that is averaged exactly: a whole multiple of the result's. */
export function exactSide({ side }: Pick<PictureShape, 'side'>): number {
  return side * Math.floor(largestSide / side);
}

/**
 * The crop as one picture of the given shape. The browser shrinks it to a whole multiple of the
 * result's side (its `high` quality); the rest is an exact area average, so that a crop of that
 * side on whole pixels comes out byte for byte. Transparent pixels become white; for one channel,
 * colours become grey.
 */
export function toThumbnail(source: Source, crop: Crop, shape: PictureShape): Pictures {
  const factor = Math.min(exactSide(shape) / shape.side, Math.max(1, Math.round(crop.side / shape.side)));
  const side = shape.side * factor;
  const data = pixelsOf(source, { ...crop, width: crop.side, height: crop.side }, { width: side, height: side });
  const rgb = areaAverage(data, shape.side, factor);
  if (shape.channels === 1) makeGrey(rgb);
  return { count: 1, width: shape.side, height: shape.side, rgb };
}

/**
 * The whole source as one picture of this size, which must have its proportions: the browser
 * shrinks it. If the size is the source's own, it comes out byte for byte. White and grey as above.
 */
export function toWholePicture(
  source: Source,
  { width, height }: Extent,
  channels: PictureShape['channels'],
): Pictures {
  const data = pixelsOf(source, { x: 0, y: 0, width: source.width, height: source.height }, { width, height });
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) rgb.set(data.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
  if (channels === 1) makeGrey(rgb);
  return { count: 1, width, height, rgb };
}

/** RGBA of a part of the source, on white, at this size. */
function pixelsOf(
  source: Source,
  part: Extent & { readonly x: number; readonly y: number },
  { width, height }: Extent,
): Uint8ClampedArray {
  // willReadFrequently keeps the canvas in main memory, so that reading it back does not wait for a
  // GPU that is training.
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2-D canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = part.width !== width || part.height !== height;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, part.x, part.y, part.width, part.height, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}

/**
 * Each pixel becomes its luma (ITU-R BT.601), with the same bytes as when the engine converts
 * colours to grey.
 */
function makeGrey(rgb: Uint8Array): void {
  for (let at = 0; at < rgb.length; at += 3) {
    const grey = Math.round(0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0));
    rgb.fill(grey, at, at + 3);
  }
}
