import { describe, expect, it } from 'vitest';
import { flattenOnWhite, setPicture } from './set-picture.ts';

/** Red on the left, then green, then blue: 48 x 16. */
const stripes = {
  width: 48,
  height: 16,
  channels: 4,
  data: Uint8Array.from({ length: 48 * 16 * 4 }, (_, at) => {
    const third = Math.floor(((at >> 2) % 48) / 16);
    return at % 4 === 3 || at % 4 === third ? 255 : 0;
  }),
};
const whole = { x: 0, y: 0, width: 48, height: 16 };
const pixel = (picture: Uint8Array, x: number, y: number) => [
  ...picture.subarray((y * 16 + x) * 3, (y * 16 + x) * 3 + 3),
];

describe('setPicture', () => {
  it('crops the square in the middle, byte for byte if it already has the size', () => {
    const picture = setPicture(stripes, whole, { side: 16, channels: 3 }, 'crop');
    expect(picture).toHaveLength(16 * 16 * 3);
    expect(new Set(Array.from({ length: 256 }, (_, i) => pixel(picture, i % 16, i >> 4).join()))).toEqual(
      new Set(['0,255,0']),
    );
  });

  it('fits the whole picture on white', () => {
    const picture = setPicture(stripes, whole, { side: 16, channels: 3 }, 'fit');
    // 48 x 16 becomes 16 x 5, starting at the sixth row.
    expect(pixel(picture, 8, 4)).toEqual([255, 255, 255]);
    expect(pixel(picture, 2, 7)).toEqual([255, 0, 0]);
    expect(pixel(picture, 8, 7)).toEqual([0, 255, 0]);
    expect(pixel(picture, 13, 9)).toEqual([0, 0, 255]);
    expect(pixel(picture, 8, 10)).toEqual([255, 255, 255]);
  });

  it('converts to grey by luma', () => {
    const picture = setPicture(stripes, { ...whole, width: 16 }, { side: 16, channels: 1 }, 'crop');
    expect(picture).toEqual(new Uint8Array(256).fill(76)); // 0.299 * 255
  });
});

it('composites on white with one rounding', () => {
  const rgba = Uint8Array.of(200, 0, 255, 128, 10, 20, 30, 0, 7, 7, 7, 255);
  flattenOnWhite(rgba);
  expect([...rgba]).toEqual([227, 127, 255, 255, 255, 255, 255, 255, 7, 7, 7, 255]);
});
