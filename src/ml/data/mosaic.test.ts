import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageBytes, imagesFromMosaic, mosaicFromImages, mosaicSize } from './mosaic.ts';

test('a mosaic gives back the images that were put in, in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.integer(), (columns, rows, seed) => {
      const count = Math.max(1, columns * rows - (Math.abs(seed) % 3));
      const images = Uint8Array.from({ length: count * imageBytes }, (_, i) => Math.imul(seed + i, 2654435761) >>> 24);
      const mosaic = mosaicFromImages(images, { columns, rows });
      expect(imagesFromMosaic(mosaic, { columns, rows }, count)).toEqual(images);
    }),
    { numRuns: 20 },
  );
});

test('image i stands in column i mod columns, row floor(i / columns)', () => {
  const grid = { columns: 3, rows: 2 };
  const images = new Uint8Array(6 * imageBytes);
  // The pixel in line 5, column 7 of image 4 (second row, second column), its green byte.
  images[4 * imageBytes + (5 * 32 + 7) * 3 + 1] = 200;
  const mosaic = mosaicFromImages(images, grid);
  const { width } = mosaicSize(grid);
  expect(mosaic.indexOf(200)).toBe(((32 + 5) * width + (32 + 7)) * 3 + 1);
});
