/**
 * A shard is a mosaic: up to `columns * rows` images tiled in one picture, image i in column
 * i mod columns, row floor(i / columns). In memory the images follow one another,
 * [count, side, side, channels], row-major bytes, so that a batch is a copy of slices.
 */
import { type PictureShape, pictureSize } from './description.ts';

export interface MosaicGrid {
  readonly columns: number;
  readonly rows: number;
}

/** In pixels. */
export function mosaicSize(
  grid: MosaicGrid,
  { side }: Pick<PictureShape, 'side'>,
): { readonly width: number; readonly height: number } {
  return { width: grid.columns * side, height: grid.rows * side };
}

/**
 * `mosaic`: [rows * side, columns * side, channels]. Returns the first `count` images, [count,
 * side, side, channels].
 */
export function imagesFromMosaic(
  mosaic: Uint8Array,
  grid: MosaicGrid,
  count: number,
  shape: PictureShape,
): Uint8Array<ArrayBuffer> {
  const images = new Uint8Array(count * pictureSize(shape));
  forEachLine(grid, count, shape, (inImages, inMosaic, bytes) => {
    images.set(mosaic.subarray(inMosaic, inMosaic + bytes), inImages);
  });
  return images;
}

/** The inverse of `imagesFromMosaic`; tiles without an image are zeros. */
export function mosaicFromImages(images: Uint8Array, grid: MosaicGrid, shape: PictureShape): Uint8Array<ArrayBuffer> {
  const { width, height } = mosaicSize(grid, shape);
  const mosaic = new Uint8Array(width * height * shape.channels);
  forEachLine(grid, images.length / pictureSize(shape), shape, (inImages, inMosaic, bytes) => {
    mosaic.set(images.subarray(inImages, inImages + bytes), inMosaic);
  });
  return mosaic;
}

/** Visits every pixel row of every image, with its byte offset in both layouts and its length. */
function forEachLine(
  grid: MosaicGrid,
  count: number,
  { side, channels }: PictureShape,
  visit: (inImages: number, inMosaic: number, bytes: number) => void,
): void {
  const lineBytes = side * channels;
  for (let image = 0; image < count; image++) {
    const left = (image % grid.columns) * lineBytes;
    const top = Math.floor(image / grid.columns) * side;
    for (let y = 0; y < side; y++) {
      visit((image * side + y) * lineBytes, (top + y) * grid.columns * lineBytes + left, lineBytes);
    }
  }
}
