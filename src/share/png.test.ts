import { expect, test } from 'vitest';
import { areaAverage } from './area-average.ts';
import { fileName } from './download.ts';
import { pictureGrid } from './png.ts';
import { shorten } from './shorten.ts';

test('pictures are placed row by row, and unused places are transparent', () => {
  // Three pictures of 2 x 1 pixels, two in a row.
  const rgb = new Uint8Array(18).map((_, index) => index + 1);
  const { width, height, rgba } = pictureGrid({ count: 3, width: 2, height: 1, rgb });
  expect([width, height]).toEqual([4, 2]);
  const rows = [0, 1].map((y) => [0, 1, 2, 3].map((x) => [...rgba.subarray((y * 4 + x) * 4, (y * 4 + x) * 4 + 4)]));
  expect(rows[0]).toEqual([
    [1, 2, 3, 255],
    [4, 5, 6, 255],
    [7, 8, 9, 255],
    [10, 11, 12, 255],
  ]);
  expect(rows[1]).toEqual([
    [13, 14, 15, 255],
    [16, 17, 18, 255],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
});

test('area averaging: factor 1 copies, factor 2 takes the mean of four pixels', () => {
  const rgba = new Uint8ClampedArray(4 * 4 * 4).map((_, index) => (index % 4 === 3 ? 255 : index));
  const copied = areaAverage(rgba, 4, 1);
  expect([...copied.subarray(0, 6)]).toEqual([0, 1, 2, 4, 5, 6]);
  expect(copied).toHaveLength(48);
  // Red of the top left block: 0, 4, 16, 20.
  expect([...areaAverage(rgba, 2, 2).subarray(0, 6)]).toEqual([10, 11, 12, 18, 19, 20]);
});

test('file names contain only characters that any file system takes', () => {
  expect(fileName(['article', 'samples', 'seed', 7], 'png')).toBe('diffusion-playground-article-samples-seed-7.png');
  expect(fileName(['../Ünicode/..', ''], 'zip')).toBe('diffusion-playground-nicode.zip');
  expect(fileName(['x'.repeat(500)], 'png').length).toBeLessThan(130);
});

test('shortened text keeps whole characters', () => {
  expect(shorten('short')).toBe('short');
  expect(shorten('a\nb\u0000c')).toBe('a b c');
  expect(shorten('🙂'.repeat(50), 10)).toBe(`${'🙂'.repeat(9)}…`);
  expect(shorten('🙂'.repeat(10), 10)).toBe('🙂'.repeat(10));
  expect(shorten('x'.repeat(1e6), 10)).toBe(`${'x'.repeat(9)}…`);
});
