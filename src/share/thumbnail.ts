import type { PictureShape } from '../ml/data/description.ts';
import type { Pictures } from '../workers/protocol.ts';
import { areaAverage } from './area-average.ts';
import type { Crop, Extent } from './crop.ts';

/** Whatever is drawn from is shrunk to at most this many pixels a side, then averaged by us. */
const largestSide = 512;

/** The most pixels of a source that are averaged exactly, a side: a whole multiple of the result's. */
export function exactSide({ side }: Pick<PictureShape, 'side'>): number {
  return side * Math.floor(largestSide / side);
}

/**
 * The crop as one picture of the given shape. The browser shrinks to a whole multiple of its side (its `high` quality), the rest is an exact area average,
 * so that a crop of that side on whole pixels comes out byte for byte. What is transparent becomes white; for one channel colours become grey.
 */
export function toThumbnail(
  source: (ImageBitmap | HTMLCanvasElement | OffscreenCanvas) & Extent,
  crop: Crop,
  shape: PictureShape,
): Pictures {
  const factor = Math.min(exactSide(shape) / shape.side, Math.max(1, Math.round(crop.side / shape.side)));
  const side = shape.side * factor;
  // willReadFrequently keeps the canvas in main memory: reading it back does not wait for a GPU that is training.
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2-D canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, side, side);
  context.imageSmoothingEnabled = crop.side !== side;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, crop.x, crop.y, crop.side, crop.side, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  const rgb = areaAverage(data, shape.side, factor);
  if (shape.channels === 1) makeGrey(rgb);
  return { count: 1, width: shape.side, height: shape.side, rgb };
}

/** Each pixel becomes its luma (ITU-R BT.601), as the engine makes grey of colours: there and here the same bytes. */
function makeGrey(rgb: Uint8Array): void {
  for (let at = 0; at < rgb.length; at += 3) {
    const grey = Math.round(0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0));
    rgb.fill(grey, at, at + 3);
  }
}
