/**
 * A shard is a mosaic: up to `columns * rows` images side by side in one picture, image i in column i mod columns, row floor(i / columns).
 * In memory the same images stand one after another, [count, height, width, channels], row-major bytes: a batch is then a copy of slices.
 */
import { imageChannels, imageSide } from '../config.ts';

export interface MosaicGrid {
  readonly columns: number;
  readonly rows: number;
}

/** Bytes of one image: 32 * 32 * 3. */
export const imageBytes = imageSide * imageSide * imageChannels;

const lineBytes = imageSide * imageChannels;

export function mosaicSize(grid: MosaicGrid): { readonly width: number; readonly height: number } {
  return { width: grid.columns * imageSide, height: grid.rows * imageSide };
}

/** `mosaic`: RGB, [rows * 32, columns * 32, 3]. Answers the first `count` images, [count, 32, 32, 3]. */
export function imagesFromMosaic(mosaic: Uint8Array, grid: MosaicGrid, count: number): Uint8Array<ArrayBuffer> {
  const images = new Uint8Array(count * imageBytes);
  forEachLine(grid, count, (inImages, inMosaic) => {
    images.set(mosaic.subarray(inMosaic, inMosaic + lineBytes), inImages);
  });
  return images;
}

/** The inverse; tiles without an image are black. */
export function mosaicFromImages(images: Uint8Array, grid: MosaicGrid): Uint8Array<ArrayBuffer> {
  const { width, height } = mosaicSize(grid);
  const mosaic = new Uint8Array(width * height * imageChannels);
  forEachLine(grid, images.length / imageBytes, (inImages, inMosaic) => {
    mosaic.set(images.subarray(inImages, inImages + lineBytes), inMosaic);
  });
  return mosaic;
}

/** Visits every 32-pixel line of every image with its byte offset in both layouts. */
function forEachLine(grid: MosaicGrid, count: number, visit: (inImages: number, inMosaic: number) => void): void {
  const mosaicLineBytes = grid.columns * lineBytes;
  for (let image = 0; image < count; image++) {
    const left = (image % grid.columns) * lineBytes;
    const top = Math.floor(image / grid.columns) * imageSide;
    for (let y = 0; y < imageSide; y++) {
      visit(image * imageBytes + y * lineBytes, (top + y) * mosaicLineBytes + left);
    }
  }
}
