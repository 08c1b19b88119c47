/** A picture that the visitor brings: everything that can be known is checked before a decoder sees it. */
import { type ErrorReport, PlaygroundError, reportOf } from '../ml/errors.ts';
import type { Extent } from './crop.ts';
import { isWholePicture, type PictureFormat, sniffPicture } from './picture-format.ts';
import { shorten } from './shorten.ts';

/** For a file input. What a file really is shows in its bytes. */
export const pictureTypes = 'image/png,image/jpeg,image/webp,image/avif,image/gif';

/** A 48-megapixel photograph of a phone is about 15 MB. */
export const pictureBytesLimit = 30_000_000;

/** Decoded, a pixel takes four bytes: 200 MB. A side over 16,384 is more than canvases and GPU textures take. */
export const picturePixelsLimit = 50_000_000;
export const pictureSideLimit = 16_384;

/** What is kept for cropping: enough for a crop of a 64th of the picture, at 16 MB at most. */
const workingSide = 2048;

/**
 * The picture upright (EXIF orientation), opaque (what is transparent becomes white), at most 2048 pixels a side; of an animation the first
 * frame. Decoding happens beside the page. Throws `PlaygroundError` with an `image-*` code. Close the bitmap when done.
 */
export async function openPicture(file: Blob & { readonly name?: string }): Promise<ImageBitmap> {
  const name = shorten(file.name || 'picture', 80);
  if (file.size === 0) throw new PlaygroundError('image-empty', { name });
  if (file.size > pictureBytesLimit) throw tooLarge(name, megabytes(file.size), megabytes(pictureBytesLimit));
  const bytes = await readAll(file, name);
  const { format, extent } = await inspectPicture(bytes, name);
  return flattenOnWhite(await decode(bytes, format, extent, name));
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

/** Format and size as the header states them, before any decoding. Throws as `openPicture` does. */
export async function inspectPicture(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<{ readonly format: PictureFormat; readonly extent: Extent }> {
  const format = sniffPicture(bytes);
  if (format === null) throw new PlaygroundError('image-not-an-image', { name });
  if (format === 'svg') throw new PlaygroundError('image-svg', { name });
  const extent = await statedExtent(bytes, name);
  const { width, height } = extent;
  if (Math.max(width, height) > pictureSideLimit || width * height > picturePixelsLimit) {
    const side = count(pictureSideLimit);
    throw tooLarge(
      name,
      `${count(width)} × ${count(height)} px`,
      `${count(picturePixelsLimit / 1e6)} MP, ${side} × ${side} px`,
    );
  }
  if (!isWholePicture(format, bytes)) throw new PlaygroundError('image-undecodable', { name });
  return { format, extent };
}

async function readAll(file: Blob, name: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    // Moved, deleted, or a folder: nothing that can be read.
    throw new PlaygroundError('image-not-an-image', { name }, { cause });
  }
}

/** As the picture will be shown: a JPEG that EXIF turns by a quarter has its sides swapped. */
async function statedExtent(bytes: Uint8Array, name: string): Promise<Extent> {
  const { imageSize } = await import('image-size');
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    if (width > 0 && height > 0) return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch (cause) {
    throw new PlaygroundError('image-undecodable', { name }, { cause });
  }
  throw new PlaygroundError('image-undecodable', { name });
}

async function decode(
  bytes: Uint8Array<ArrayBuffer>,
  format: PictureFormat,
  extent: Extent,
  name: string,
): Promise<ImageBitmap> {
  const options: ImageBitmapOptions = { imageOrientation: 'from-image' };
  const scale = workingScale(extent);
  if (format === 'jpeg' && scale < 1) {
    // Photographs are shrunk as they are decoded, beside the page. Of the other formats the orientation is not known here,
    // and an extent taken the wrong way round would stretch a strip to gigabytes.
    options.resizeWidth = Math.max(1, Math.round(extent.width * scale));
    options.resizeQuality = 'high';
  }
  try {
    return await createImageBitmap(new Blob([bytes], { type: `image/${format}` }), options);
  } catch (cause) {
    throw new PlaygroundError('image-undecodable', { name }, { cause });
  }
}

function flattenOnWhite(bitmap: ImageBitmap): ImageBitmap {
  const scale = workingScale(bitmap);
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2-D canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return canvas.transferToImageBitmap();
}

function workingScale({ width, height }: Extent): number {
  return Math.min(1, workingSide / Math.max(width, height));
}

function tooLarge(name: string, size: string, limit: string): PlaygroundError {
  return new PlaygroundError('image-too-large', { name, size, limit });
}

const count = (value: number) => value.toLocaleString('en');
const megabytes = (bytes: number) => `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
