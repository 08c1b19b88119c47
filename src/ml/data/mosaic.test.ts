import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PictureShape, pictureSize } from './description.ts';
import { imagesFromMosaic, mosaicFromImages, mosaicSize } from './mosaic.ts';

const shapes: readonly PictureShape[] = [
  { side: 32, channels: 3 },
  { side: 28, channels: 1 },
  { side: 10, channels: 4 },
];

test('a mosaic returns the images that it was made of, in order', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...shapes),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer(),
      (shape, columns, rows, seed) => {
        const count = Math.max(1, columns * rows - (Math.abs(seed) % 3));
        const length = count * pictureSize(shape);
        const images = Uint8Array.from({ length }, (_, i) => Math.imul(seed + i, 2654435761) >>> 24);
        const mosaic = mosaicFromImages(images, { columns, rows }, shape);
        expect(imagesFromMosaic(mosaic, { columns, rows }, count, shape)).toEqual(images);
      },
    ),
    { numRuns: 20 },
  );
});

test('image i is in column i mod columns, row floor(i / columns)', () => {
  const grid = { columns: 3, rows: 2 };
  for (const shape of shapes) {
    const { side, channels } = shape;
    const images = new Uint8Array(6 * pictureSize(shape));
    // The pixel at line 5, column 7 of image 4 (second row, second column of the mosaic), in its
    // last channel.
    const last = channels - 1;
    images[4 * pictureSize(shape) + (5 * side + 7) * channels + last] = 200;
    const mosaic = mosaicFromImages(images, grid, shape);
    const { width } = mosaicSize(grid, shape);
    expect(mosaic.indexOf(200)).toBe(((side + 5) * width + (side + 7)) * channels + last);
  }
});
