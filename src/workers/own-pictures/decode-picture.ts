/** Decodes a picture file in a worker, upright and on white. */
import { PlaygroundError } from '../../ml/errors.ts';
import type { Raster } from '../../ml/resample.ts';
import { nameOf, type PictureFile } from '../../own-pictures/brought-files.ts';
import { drawPicture } from '../../share/picture-file.ts';
import { doesCanvasTellTheTruth } from '../exact-decoder.ts';

/**
 * Throws an `image-*` error, or `own-canvas` if the browser changes what is read from a canvas and
 * offers no other way.
 */
export async function decodePicture(file: PictureFile, whole: boolean): Promise<Raster> {
  const context = await drawPicture(await file.read(), nameOf(file.path), { whole, willReadFrequently: true });
  const { width, height } = context.canvas;
  const data = doesCanvasTellTheTruth()
    ? context.getImageData(0, 0, width, height).data
    : await pixelsByFrame(context.canvas);
  return { width, height, channels: 4, data };
}

/** WebCodecs reads a canvas without changing its pixels. */
async function pixelsByFrame(canvas: OffscreenCanvas): Promise<Uint8Array> {
  if (!('VideoFrame' in globalThis)) throw new PlaygroundError('own-canvas');
  const frame = new VideoFrame(canvas, { timestamp: 0, alpha: 'discard' });
  try {
    const { width, height } = canvas;
    const data = new Uint8Array(width * height * 4);
    const format = frame.format?.startsWith('BGR') ? 'BGRX' : 'RGBX';
    await frame.copyTo(data, { rect: { x: 0, y: 0, width, height }, format });
    if (format === 'BGRX') swapRedAndBlue(data);
    return data;
  } catch (cause) {
    throw new PlaygroundError('own-canvas', {}, { cause });
  } finally {
    frame.close();
  }
}

function swapRedAndBlue(pixels: Uint8Array): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const blue = pixels[at] ?? 0;
    pixels[at] = pixels[at + 2] ?? 0;
    pixels[at + 2] = blue;
  }
}
