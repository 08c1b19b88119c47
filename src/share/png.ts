import type { Pictures } from '../workers/protocol.ts';

export interface GridOptions {
  /** Pictures in a row; by default the grid is as square as possible. */
  readonly columns?: number;
  /** Each pixel becomes scale x scale pixels (nearest neighbour). */
  readonly scale?: number;
}

/**
 * All pictures in one lossless PNG, row by row, without gaps; unused places of the last row stay
 * transparent.
 */
export async function picturesToPng(pictures: Pictures, options: GridOptions = {}): Promise<Blob> {
  const { width, height, rgba } = pictureGrid(pictures, options.columns);
  const small = new OffscreenCanvas(width, height);
  contextOf(small).putImageData(new ImageData(rgba, width, height), 0, 0);
  const scale = options.scale ?? 1;
  if (scale === 1) return small.convertToBlob({ type: 'image/png' });
  const large = new OffscreenCanvas(width * scale, height * scale);
  const context = contextOf(large);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, large.width, large.height);
  return large.convertToBlob({ type: 'image/png' });
}

/** The grid's pixels as RGBA, for canvases. */
export function pictureGrid(
  { count, width, height, rgb }: Pictures,
  columns = Math.ceil(Math.sqrt(count)),
): { readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray<ArrayBuffer> } {
  const gridWidth = columns * width;
  const gridHeight = Math.ceil(count / columns) * height;
  const rgba = new Uint8ClampedArray(gridWidth * gridHeight * 4);
  const pixels = opaque(rgb);
  const rowBytes = width * 4;
  for (let n = 0; n < count; n++) {
    const left = (n % columns) * width;
    const top = Math.floor(n / columns) * height;
    for (let y = 0; y < height; y++) {
      const from = (n * height + y) * rowBytes;
      rgba.set(pixels.subarray(from, from + rowBytes), ((top + y) * gridWidth + left) * 4);
    }
  }
  return { width: gridWidth, height: gridHeight, rgba };
}

/** RGB triples as opaque RGBA, the format of canvases. */
export function opaque(rgb: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; ) {
    rgba[to++] = rgb[from++] ?? 0;
    rgba[to++] = rgb[from++] ?? 0;
    rgba[to++] = rgb[from++] ?? 0;
    rgba[to++] = 255;
  }
  return rgba;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2-D canvas');
  return context;
}
