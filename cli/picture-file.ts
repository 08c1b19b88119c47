/** Picture files in Node, by sharp: in as one 32 x 32 picture, out as PNG. */
import sharp, { type Sharp } from 'sharp';
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
 * averaged. A 32 x 32 picture comes out byte for byte. Throws `image-undecodable`.
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
  const rows = Math.ceil(count / columns);
  const bytes = width * height * 3;
  const raw = { width, height, channels: 3 } as const;
  const tiles = Array.from({ length: count }, (_, i) => ({
    input: Buffer.from(rgb.subarray(i * bytes, (i + 1) * bytes)),
    raw,
    left: (i % columns) * (width + gap),
    top: Math.floor(i / columns) * (height + gap),
  }));
  const canvas: Sharp = sharp({
    create: {
      width: columns * (width + gap) - gap,
      height: rows * (height + gap) - gap,
      channels: 3,
      background: 'black',
    },
  });
  await canvas.composite(tiles).png().toFile(file);
}
