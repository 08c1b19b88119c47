/**
 * Opens a picture that the visitor brings, and checks everything that can be checked before a
 * decoder sees it.
 */

import { type ErrorReport, PlaygroundError, reportOf } from '../ml/errors.ts';
import { formatCount, formatRounded } from '../words/format.ts';
import type { Extent } from './crop.ts';
import { bmpExtent, icoExtent } from './picture-bmp.ts';
import { isWholePicture, type PictureFormat, sniffPicture } from './picture-format.ts';
import { takeOrientation, turnMatrix } from './picture-orientation.ts';
import { shorten } from './shorten.ts';

/**
 * The type that is passed to the decoder. Whether a browser reads `heic` and `tiff` shows only when
 * it tries (Safari does).
 */
const mediaTypes: Readonly<Record<PictureFormat, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
  tiff: 'image/tiff',
  heic: 'image/heic',
};
const notEverywhere: ReadonlySet<PictureFormat> = new Set(['heic', 'tiff']);

/**
 * For a file input; the actual format is determined by the bytes. HEIC is not requested: iOS then
 * hands over a JPEG, which every browser can read.
 */
export const pictureTypes = Object.values(mediaTypes)
  .filter((type) => type !== mediaTypes.heic)
  .join();

/** In bytes. A phone's 48-megapixel photograph is about 15 MB. */
export const pictureBytesLimit = 30_000_000;

/**
 * A decoded pixel takes four bytes: 200 MB. A side over 16,384 exceeds the limits of canvases and
 * GPU textures.
 */
const picturePixelsLimit = 50_000_000;
const pictureSideLimit = 16_384;

/**
 * The size that is kept for cropping: enough for a crop of a 64th of the picture, and at most 16
 * MB.
 */
export const workingSide = 2048;

/**
 * The picture upright (EXIF orientation), opaque (transparent pixels become white), at most 2048
 * pixels a side; of an animation, the first frame. Decoding does not block the page. Throws
 * `PlaygroundError` with an `image-*` code. Close the bitmap when done.
 */
export async function openPicture(file: Blob & { readonly name?: string }): Promise<ImageBitmap> {
  return (await drawPicture(file, file.name || 'picture', {})).canvas.transferToImageBitmap();
}

export interface DrawOptions {
  /** At full size, however large; otherwise at most 2048 pixels a side. */
  readonly whole?: boolean;
  /**
   * Keeps the canvas in main memory, so that reading it does not wait for a GPU that is training.
   */
  readonly willReadFrequently?: boolean;
}

/** `openPicture` on a canvas. `fileName`: for errors. */
export async function drawPicture(
  file: Blob,
  fileName: string,
  options: DrawOptions,
): Promise<OffscreenCanvasRenderingContext2D> {
  const name = shorten(fileName, 80);
  if (file.size === 0) throw new PlaygroundError('image-empty', { name });
  if (file.size > pictureBytesLimit) throw tooLarge(name, megabytes(file.size), megabytes(pictureBytesLimit));
  const bytes = await readAll(file, name);
  const { format, extent } = await inspectPicture(bytes, name);
  const { turn, pieces } = takeOrientation(format, bytes);
  const scaleOf = options.whole ? () => 1 : workingScale;
  return flattenOnWhite(await decode(pieces, format, name, extent, scaleOf(extent)), turn, scaleOf, options);
}

/** `openPicture` for callers that show errors rather than throw them. */
export async function tryOpenPicture(
  file: Blob & { readonly name?: string },
): Promise<{ readonly bitmap: ImageBitmap } | { readonly report: ErrorReport }> {
  try {
    return { bitmap: await openPicture(file) };
  } catch (error) {
    return { report: reportOf(error) };
  }
}

/**
 * The first of several files that is a picture by its first bytes; otherwise a drawing (SVG);
 * otherwise the first file.
 */
export async function likeliestPicture<Picture extends Blob>(files: readonly Picture[]): Promise<Picture | undefined> {
  if (files.length < 2) return files[0];
  const heads = files.map((file) => file.slice(0, 16_384).arrayBuffer());
  const formats = await Promise.all(
    heads.map((head) =>
      head.then(
        (bytes) => sniffPicture(new Uint8Array(bytes)),
        () => null,
      ),
    ),
  );
  const found = formats.findIndex((format) => format !== null && format !== 'svg');
  return files[Math.max(0, found < 0 ? formats.indexOf('svg') : found)];
}

/** Format and size as the header states them, before any decoding. Throws as `openPicture` does. */
export async function inspectPicture(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<{ readonly format: PictureFormat; readonly extent: Extent }> {
  const format = sniffPicture(bytes);
  if (format === null) throw new PlaygroundError('image-not-an-image', { name });
  if (format === 'svg') throw new PlaygroundError('image-svg', { name });
  const extent = await statedExtent(bytes, format, name);
  const { width, height } = extent;
  if (Math.max(width, height) > pictureSideLimit || width * height > picturePixelsLimit) {
    const side = formatCount(pictureSideLimit);
    throw tooLarge(
      name,
      `${formatCount(width)} × ${formatCount(height)} px`,
      `${formatCount(picturePixelsLimit / 1e6)} MP, ${side} × ${side} px`,
    );
  }
  if (!isWholePicture(format, bytes)) throw new PlaygroundError('image-undecodable', { name });
  return { format, extent };
}

async function readAll(file: Blob, name: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    // The file was moved or deleted, or it is a folder: it cannot be read.
    throw new PlaygroundError('image-not-an-image', { name }, { cause });
  }
}

/**
 * The size as the picture will be shown: for a JPEG that EXIF turns by a quarter, the sides are
 * swapped.
 */
async function statedExtent(bytes: Uint8Array<ArrayBuffer>, format: PictureFormat, name: string): Promise<Extent> {
  const { imageSize } = await import('image-size');
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const stated: Extent & { readonly orientation?: number } =
      format === 'bmp' ? bmpExtent(view) : format === 'ico' ? icoExtent(view) : imageSize(bytes);
    const { width, height } = stated;
    const orientation = stated.orientation ?? takeOrientation(format, bytes).turn;
    if (width > 0 && height > 0) return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch (cause) {
    throw new PlaygroundError('image-undecodable', { name }, { cause });
  }
  throw new PlaygroundError('image-undecodable', { name });
}

async function decode(
  pieces: readonly Uint8Array<ArrayBuffer>[],
  format: PictureFormat,
  name: string,
  extent: Extent,
  scale: number,
): Promise<ImageBitmap> {
  const options: ImageBitmapOptions = { imageOrientation: 'from-image' };
  if (format === 'jpeg' && scale < 1) {
    // Photographs are shrunk during decoding, without blocking the page. For the other formats the
    // orientation is not known here, and swapped sides would stretch a strip to gigabytes.
    options.resizeWidth = Math.max(1, Math.round(extent.width * scale));
    options.resizeQuality = 'high';
  }
  try {
    return await createImageBitmap(new Blob([...pieces], { type: mediaTypes[format] }), options);
  } catch (cause) {
    if (notEverywhere.has(format)) {
      throw new PlaygroundError('image-unsupported', { name, format: format.toUpperCase() }, { cause });
    }
    throw new PlaygroundError('image-undecodable', { name }, { cause });
  }
}

function flattenOnWhite(
  bitmap: ImageBitmap,
  turn: number,
  scaleOf: (extent: Extent) => number,
  { willReadFrequently = false }: DrawOptions,
): OffscreenCanvasRenderingContext2D {
  const scale = scaleOf(bitmap);
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = turn >= 5 ? new OffscreenCanvas(height, width) : new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently });
  if (!context) throw new Error('no 2-D canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.setTransform(...turnMatrix(turn, width, height));
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return context;
}

function workingScale({ width, height }: Extent): number {
  return Math.min(1, workingSide / Math.max(width, height));
}

function tooLarge(name: string, size: string, limit: string): PlaygroundError {
  return new PlaygroundError('image-too-large', { name, size, limit });
}

const megabytes = (bytes: number) => `${formatRounded(bytes / 1e6, 1)} MB`;
