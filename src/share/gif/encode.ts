/**
 * Animated GIF (GIF89a) in which each frame has its own colours. A small encoder instead of a
 * dependency: grey pictures keep every value, because they have at most 256, and enlarging works on
 * the indices, so that large films cost little.
 */
import { compressed } from './lzw.ts';
import { indexed } from './palette.ts';

export interface GifFrame {
  /** [height, width, 3] */
  readonly rgb: Uint8Array;
  readonly milliseconds: number;
}

export interface GifFilm {
  readonly width: number;
  readonly height: number;
  /** Each pixel becomes scale x scale pixels. */
  readonly scale: number;
  readonly frames: readonly GifFrame[];
}

const word = (value: number): [number, number] => [value & 255, value >> 8];
const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/** The film loops endlessly. */
export function encodeGif({ width, height, scale, frames }: GifFilm): Uint8Array<ArrayBuffer> {
  const size = [...word(width * scale), ...word(height * scale)];
  const parts: (readonly number[] | Uint8Array)[] = [
    [...ascii('GIF89a'), ...size, 0x70, 0, 0],
    [0x21, 0xff, 11, ...ascii('NETSCAPE2.0'), 3, 1, 0, 0, 0],
  ];
  for (const { rgb, milliseconds } of frames) {
    const { palette, indices } = indexed(rgb);
    const bits = Math.max(2, Math.ceil(Math.log2(palette.length / 3)));
    const table = new Uint8Array(3 * 2 ** bits);
    table.set(palette);
    parts.push(
      [0x21, 0xf9, 4, 0, ...word(Math.round(milliseconds / 10)), 0, 0],
      [0x2c, 0, 0, 0, 0, ...size, 0x80 | (bits - 1)],
      table,
      compressed(enlarged(indices, width, scale), bits),
    );
  }
  parts.push([0x3b]);
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
}

function enlarged(indices: Uint8Array, width: number, scale: number): Uint8Array {
  if (scale === 1) return indices;
  const height = indices.length / width;
  const large = new Uint8Array(indices.length * scale * scale);
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      large[y * width * scale + x] = indices[Math.floor(y / scale) * width + Math.floor(x / scale)] ?? 0;
    }
  }
  return large;
}
