import { imageSide } from '../ml/config.ts';
import type { Pictures } from '../workers/protocol.ts';
import { areaAverage } from './area-average.ts';
import type { Crop, Extent } from './crop.ts';

/** Whatever is drawn from is shrunk to at most this many pixels per result pixel and side, then averaged by us. */
const largestFactor = 16;

/**
 * The crop as one 32 x 32 picture. The browser shrinks to a whole multiple of 32 (its `high` quality), the rest is an exact area average,
 * so that a 32 x 32 crop on whole pixels comes out byte for byte. What is transparent becomes white.
 */
export function toThumbnail(
  source: (ImageBitmap | HTMLCanvasElement | OffscreenCanvas) & Extent,
  crop: Crop,
): Pictures {
  const factor = Math.min(largestFactor, Math.max(1, Math.round(crop.side / imageSide)));
  const side = imageSide * factor;
  // willReadFrequently keeps the canvas in main memory: reading it back does not wait for a GPU that is training.
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2-D canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, side, side);
  context.imageSmoothingEnabled = crop.side !== side;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, crop.x, crop.y, crop.side, crop.side, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  return { count: 1, width: imageSide, height: imageSide, rgb: areaAverage(data, imageSide, factor) };
}
