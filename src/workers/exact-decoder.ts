/**
 * Decodes a lossless picture to exactly its pixels in a worker: without colour management,
 * premultiplied alpha or privacy noise.
 */
import type { DecodedMosaic } from '../ml/data/source.ts';

interface Rgba {
  readonly width: number;
  readonly height: number;
  /** Four bytes per pixel; the fourth is ignored. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * Uses a 2-D canvas, which every browser has, unless the canvas alters pixels; then WebCodecs. To
 * prevent fingerprinting, Brave and Firefox (with `privacy.resistFingerprinting`) change what pages
 * read back from a canvas.
 */
export async function decodeExactly(webp: Uint8Array<ArrayBuffer>): Promise<DecodedMosaic> {
  const useCanvas = doesCanvasTellTheTruth() || !('ImageDecoder' in globalThis);
  const { width, height, data } = await (useCanvas ? byCanvas(webp) : byWebCodecs(webp));
  return { width, height, rgb: withoutAlpha(data) };
}

/** Tested once per worker, because a browser treats the whole page alike. */
let canvasTellsTheTruth: boolean | null = null;

export function doesCanvasTellTheTruth(): boolean {
  canvasTellsTheTruth ??= testCanvas();
  return canvasTellsTheTruth;
}

async function byCanvas(webp: Uint8Array<ArrayBuffer>): Promise<Rgba> {
  const bitmap = await createImageBitmap(new Blob([webp], { type: 'image/webp' }), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  });
  try {
    const { width, height } = bitmap;
    const context = canvas(width, height);
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, width, height);
  } finally {
    bitmap.close();
  }
}

async function byWebCodecs(webp: Uint8Array<ArrayBuffer>): Promise<Rgba> {
  const decoder = new ImageDecoder({ data: webp, type: 'image/webp', colorSpaceConversion: 'none' });
  try {
    const { image: frame } = await decoder.decode();
    const { codedWidth: width, codedHeight: height } = frame;
    const data = new Uint8Array(width * height * 4);
    await frame.copyTo(data, { format: 'RGBX', rect: { x: 0, y: 0, width, height } });
    frame.close();
    return { width, height, data };
  } finally {
    decoder.close();
  }
}

/** `willReadFrequently` keeps the canvas in main memory instead of on the GPU. */
function canvas(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser gives no 2-D canvas to a worker');
  return context;
}

/**
 * Puts 64 x 64 pixels of many colours on a canvas and reads them back, because browsers add noise
 * to only a few pixels and not to flat areas.
 */
function testCanvas(): boolean {
  const side = 64;
  const pixels = Uint8ClampedArray.from({ length: side * side * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : Math.imul(i + 1, 2654435761) >>> 24,
  );
  const context = canvas(side, side);
  context.putImageData(new ImageData(pixels, side, side), 0, 0);
  const read = context.getImageData(0, 0, side, side).data;
  return pixels.every((value, i) => read[i] === value);
}

function withoutAlpha(rgba: Uint8Array | Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}
