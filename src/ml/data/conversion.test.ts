import { expect, test } from 'vitest';
import { convertPictures, withChannels } from './conversion.ts';

test('shrinks each picture by the mean of the area that each pixel covers', () => {
  const first = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150];
  const two = Uint8Array.from([...first, ...first.map((value) => value + 100)]);
  const halved = convertPictures(two, { side: 4, channels: 1 }, { side: 2, channels: 1 });
  expect([...halved]).toEqual([25, 45, 105, 125, 125, 145, 205, 225]);
  // 3 -> 2: pixel 0 is all of the first and half of the second.
  const line = Uint8Array.from([0, 90, 180, 0, 90, 180, 0, 90, 180]);
  expect([...convertPictures(line, { side: 3, channels: 1 }, { side: 2, channels: 1 })]).toEqual([30, 150, 30, 150]);
});

test('enlarges a picture by torch’s bilinear interpolation', () => {
  const picture = Uint8Array.of(0, 100, 200, 100);
  // torch.nn.functional.interpolate(x, size=4, mode='bilinear', align_corners=False), rounded.
  expect([...convertPictures(picture, { side: 2, channels: 1 }, { side: 4, channels: 1 })]).toEqual([
    0, 25, 75, 100, 50, 63, 88, 100, 150, 138, 113, 100, 200, 175, 125, 100,
  ]);
});

test('keeps a picture of one colour at any size, in all channels', () => {
  for (const [from, to] of [
    [32, 28],
    [28, 32],
    [48, 10],
    [8, 128],
  ] as const) {
    const picture = Uint8Array.from({ length: from * from * 3 }, (_, i) => [7, 128, 255][i % 3] ?? 0);
    const converted = convertPictures(picture, { side: from, channels: 3 }, { side: to, channels: 3 });
    expect(converted).toHaveLength(to * to * 3);
    expect(converted.every((byte, i) => byte === [7, 128, 255][i % 3])).toBe(true);
  }
});

test('weighs colours for grey as the eye does, puts alpha on white, and adds an opaque alpha', () => {
  expect([...withChannels(Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9), 3, 1)]).toEqual([76, 150, 29, 9]);
  expect([...withChannels(Uint8Array.of(5, 6), 1, 3)]).toEqual([5, 5, 5, 6, 6, 6]);
  expect([...withChannels(Uint8Array.of(5), 1, 4)]).toEqual([5, 5, 5, 255]);
  expect([...withChannels(Uint8Array.of(1, 2, 3), 3, 4)]).toEqual([1, 2, 3, 255]);
  expect([...withChannels(Uint8Array.of(0, 100, 200, 255, 0, 100, 200, 0), 4, 3)]).toEqual([
    0, 100, 200, 255, 255, 255,
  ]);
});
