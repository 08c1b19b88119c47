/** One picture as a data URL, so that a printed or saved drawing needs no other file. */
import type { Pictures } from '../../workers/protocol.ts';
import { opaque } from '../png.ts';

export function pictureAddress({ width, height, rgb }: Pictures, index: number): string {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const bytes = width * height * 3;
  const pixels = opaque(rgb.subarray(index * bytes, (index + 1) * bytes));
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas.toDataURL('image/png');
}
