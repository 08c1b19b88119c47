/**
 * Picture files in Node, by sharp: reads one as a square picture or at its own size, and writes
 * PNG.
 */
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { PlaygroundError } from '../src/ml/errors.ts';
import { areaAverage } from '../src/share/area-average.ts';
import { sniffPicture } from '../src/share/picture-format.ts';
import type { Pictures } from '../src/workers/protocol.ts';
import { ArgumentError } from './arguments.ts';

/**
 * As for a picture opened in the page: sharp shrinks the picture to a multiple of the side, at most
 * `largestFactor` times it and at most `largestSide` pixels, and we average the rest.
 */
const [largestFactor, largestSide] = [16, 2048];
/** Picture formats for which sharp has no decoder. */
const unreadable: ReadonlySet<string> = new Set(['bmp', 'ico', 'heic']);
/** Black pixels between two pictures of a grid, as in torchvision's make_grid. */
const gap = 2;

/**
 * The centred square of any picture that sharp can decode, as side x side RGB: upright (EXIF), with
 * transparent pixels on white, area averaged. A picture of this size comes out byte for byte.
 * Throws `image-not-an-image`, `image-unsupported` or `image-undecodable`.
 */
export async function readPicture(file: string, side: number): Promise<Uint8Array<ArrayBuffer>> {
  return opened(file, async (upright) => {
    const { width, height } = await sharp(upright).metadata();
    const most = Math.min(largestFactor, Math.floor(largestSide / side));
    const factor = Math.min(most, Math.max(1, Math.round(Math.min(width, height) / side)));
    const shrunk = side * factor;
    const rgba = await sharp(upright).resize(shrunk, shrunk, { fit: 'cover' }).ensureAlpha().raw().toBuffer();
    return areaAverage(new Uint8ClampedArray(rgba), side, factor);
  });
}

/**
 * The whole picture as RGB, at the size that `sizeOf` returns for its own size; upright and on
 * white as above. If that is its own size, it comes out byte for byte. Throws the same errors.
 */
export async function readWholePicture(file: string, sizeOf: (own: Size) => Size): Promise<Pictures> {
  return opened(file, async (upright) => {
    const { width, height } = sizeOf(await sharp(upright).metadata());
    const rgb = await sharp(upright).resize(width, height, { fit: 'fill' }).removeAlpha().raw().toBuffer();
    return { count: 1, width, height, rgb: new Uint8Array(rgb) };
  });
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** `read`: receives the picture as a PNG file in sRGB, upright and opaque. */
async function opened<T>(file: string, read: (upright: Buffer) => Promise<T>): Promise<T> {
  try {
    const { space, hasProfile } = await sharp(file).metadata();
    const picture = space === 'cmyk' && !hasProfile ? await withoutInk(file) : sharp(file);
    return await read(
      await picture.autoOrient().toColourspace('srgb').flatten({ background: 'white' }).png().toBuffer(),
    );
  } catch (cause) {
    if (cause instanceof ArgumentError) throw cause;
    if (/missing|no such file/i.test(String(cause))) throw new ArgumentError(`There is no file ${file}.`, { cause });
    const format = sniffPicture(await readFile(file).catch(() => new Uint8Array()));
    if (format !== null && unreadable.has(format)) {
      throw new PlaygroundError('image-unsupported', { name: file, format: format.toUpperCase() }, { cause });
    }
    if (/unsupported image format/i.test(String(cause))) {
      throw new PlaygroundError('image-not-an-image', { name: file }, { cause });
    }
    throw new PlaygroundError('image-undecodable', { name: file }, { cause });
  }
}

/**
 * CMYK without an ink profile, as browsers show it: the light that each ink and black let through.
 * sharp would assume the inks of a printing press.
 */
export async function withoutInk(file: string | Uint8Array): Promise<Sharp> {
  const cmyk = sharp(file).autoOrient().pipelineColourspace('cmyk').toColourspace('cmyk');
  const { data, info } = await cmyk.raw().toBuffer({ resolveWithObject: true });
  const rgb = new Uint8Array(info.width * info.height * 3);
  for (let i = 0; i < info.width * info.height; i++) {
    const light = 255 - (data[i * 4 + 3] ?? 0);
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = Math.round(((255 - (data[i * 4 + c] ?? 0)) * light) / 255);
  }
  return sharp(rgb, { raw: { width: info.width, height: info.height, channels: 3 } });
}

/** A picture's bytes as a mask: true for pixels nearer to white than to black. */
export function maskOf(rgb: Uint8Array): boolean[] {
  return Array.from({ length: rgb.length / 3 }, (_, i) => {
    const sum = (rgb[i * 3] ?? 0) + (rgb[i * 3 + 1] ?? 0) + (rgb[i * 3 + 2] ?? 0);
    return sum >= 3 * 128;
  });
}

/** In rows of `columns`. */
export async function writeGrid(file: string, { count, width, height, rgb }: Pictures, columns: number): Promise<void> {
  const gridWidth = columns * (width + gap) - gap;
  const gridHeight = Math.ceil(count / columns) * (height + gap) - gap;
  const grid = new Uint8Array(gridWidth * gridHeight * 3);
  const rowBytes = width * 3;
  for (let row = 0; row < count * height; row += 1) {
    const picture = Math.floor(row / height);
    const x = (picture % columns) * (width + gap);
    const y = Math.floor(picture / columns) * (height + gap) + (row % height);
    grid.set(rgb.subarray(row * rowBytes, (row + 1) * rowBytes), (y * gridWidth + x) * 3);
  }
  await sharp(grid, { raw: { width: gridWidth, height: gridHeight, channels: 3 } })
    .png({ compressionLevel: 9, adaptiveFiltering: true })
    .toFile(file);
}
