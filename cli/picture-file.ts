/** Picture files in Node, by sharp: in as one 32 x 32 picture, out as PNG. */
import sharp from 'sharp';
import { imageSide } from '../src/ml/config.ts';
import { PlaygroundError } from '../src/ml/errors.ts';
import { areaAverage } from '../src/share/area-average.ts';
import type { Pictures } from '../src/workers/protocol.ts';
import { ArgumentError } from './arguments.ts';

/** As for a picture opened in the page: shrunk by sharp to a multiple of 32 that is not above this, then averaged by us. */
const largestFactor = 16;
/** Of black between two pictures of a grid, as torchvision's make_grid leaves it. */
const gap = 2;

/**
 * The middle square of any picture that sharp can decode, as 32 x 32 RGB: turned upright (EXIF), on white where it is transparent, area
 * averaged. A 32 x 32 picture comes out byte for byte. Throws `image-not-an-image` or `image-undecodable`.
 */
export async function readPicture(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const upright = await sharp(file)
      .autoOrient()
      .toColourspace('srgb')
      .flatten({ background: 'white' })
      .png()
      .toBuffer();
    const { width, height } = await sharp(upright).metadata();
    const factor = Math.min(largestFactor, Math.max(1, Math.round(Math.min(width, height) / imageSide)));
    const side = imageSide * factor;
    const rgba = await sharp(upright).resize(side, side, { fit: 'cover' }).ensureAlpha().raw().toBuffer();
    return areaAverage(new Uint8ClampedArray(rgba), imageSide, factor);
  } catch (cause) {
    if (/missing|no such file/i.test(String(cause))) throw new ArgumentError(`There is no file ${file}.`, { cause });
    if (/unsupported image format/i.test(String(cause))) {
      throw new PlaygroundError('image-not-an-image', { name: file }, { cause });
    }
    throw new PlaygroundError('image-undecodable', { name: file }, { cause });
  }
}

/** Read as `readPicture` does; true where it is nearer to white than to black. */
export async function readMask(file: string): Promise<boolean[]> {
  const rgb = await readPicture(file);
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
    .png()
    .toFile(file);
}
