import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodeGif } from './encode.ts';

/** Decodes with an independent decoder: frames of RGB bytes. */
async function decoded(gif: Uint8Array) {
  const image = sharp(gif, { animated: true });
  const { delay = [], pages = 1, width, pageHeight } = await image.metadata();
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const bytes = data.length / pages;
  const frames = Array.from({ length: pages }, (_, i) => data.subarray(i * bytes, (i + 1) * bytes));
  return { delay, width, height: pageHeight ?? info.height, channels: info.channels, frames };
}

/** Every decoder returns three equal channels; this keeps one. */
const greyOf = (rgb: Uint8Array) => rgb.filter((_, i) => i % 3 === 0);

test('grey pictures are decoded bit for bit, frame by frame, with their durations', async () => {
  const frame = (of: (i: number) => number) =>
    Uint8Array.from({ length: 28 * 28 * 3 }, (_, i) => of(Math.floor(i / 3)));
  const first = frame((i) => i % 256);
  const second = frame((i) => (i * 7) % 256);
  const gif = encodeGif({
    width: 28,
    height: 28,
    scale: 1,
    frames: [
      { rgb: first, milliseconds: 100 },
      { rgb: second, milliseconds: 1500 },
    ],
  });
  const { delay, width, height, frames, channels } = await decoded(gif);
  expect({ delay, width, height }).toEqual({ delay: [100, 1500], width: 28, height: 28 });
  const [a, b] = channels === 1 ? [greyOf(first), greyOf(second)] : [first, second];
  expect(frames[0]?.equals(a)).toBe(true);
  expect(frames[1]?.equals(b)).toBe(true);
});

test('each pixel is enlarged', async () => {
  const rgb = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]);
  const { frames, width } = await decoded(
    encodeGif({ width: 2, height: 2, scale: 3, frames: [{ rgb, milliseconds: 50 }] }),
  );
  expect(width).toBe(6);
  const [pixels = Buffer.alloc(0)] = frames;
  for (let y = 0; y < 6; y++) {
    for (let x = 0; x < 6; x++) {
      const from = 3 * (Math.floor(y / 3) * 2 + Math.floor(x / 3));
      expect([...pixels.subarray(3 * (6 * y + x), 3 * (6 * y + x) + 3)]).toEqual([...rgb.subarray(from, from + 3)]);
    }
  }
});

test('more than 256 colours are reduced to 256 similar ones; noise fills the code table, which then starts anew', async () => {
  const side = 128;
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  const noise = Uint8Array.from({ length: side * side * 3 }, random);
  const smooth = Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
    return [2 * x, 2 * y, x + y][i % 3] ?? 0;
  });
  for (const [rgb, most] of [
    [smooth, 12],
    [noise, 40],
  ] as const) {
    const { frames } = await decoded(
      encodeGif({ width: side, height: side, scale: 1, frames: [{ rgb, milliseconds: 40 }] }),
    );
    const [pixels = Buffer.alloc(0)] = frames;
    expect(pixels).toHaveLength(rgb.length);
    const error = Math.sqrt(pixels.reduce((sum, value, i) => sum + (value - (rgb[i] ?? 0)) ** 2, 0) / rgb.length);
    expect(error).toBeLessThan(most);
  }
});
