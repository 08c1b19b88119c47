import { expect, test } from 'vitest';
import { brushed } from './brushed.ts';

const size = { width: 8, height: 6 };
const clean = new Uint8Array(48);
const rowsOf = (lost: Uint8Array) =>
  Array.from({ length: 6 }, (_, y) => Array.from(lost.subarray(y * 8, y * 8 + 8), (v) => (v ? '#' : '.')).join(''));

test('a dot of one pixel marks the pixel under the pointer, wherever in it the pointer is', () => {
  for (const place of [
    { x: 3.01, y: 2.01 },
    { x: 3.99, y: 2.99 },
  ]) {
    const lost = brushed(clean, size, place, place, { size: 1, erasing: false });
    expect(lost[2 * 8 + 3]).toBe(1);
  }
  expect(clean.includes(1)).toBe(false);
});

test('a stroke has no gaps, and the eraser removes it again', () => {
  const stroke = [
    { x: 1.5, y: 2.5 },
    { x: 6.5, y: 2.5 },
  ] as const;
  const lost = brushed(clean, size, ...stroke, { size: 3, erasing: false });
  expect(rowsOf(lost)).toEqual(['........', '########', '########', '########', '........', '........']);
  const left = brushed(lost, size, { x: 4.5, y: 0 }, { x: 4.5, y: 6 }, { size: 1, erasing: true });
  expect(rowsOf(left)[2]).toBe('####.###');
  expect(brushed(lost, size, ...stroke, { size: 5, erasing: true }).includes(1)).toBe(false);
});

test('a stroke beyond the edges changes nothing', () => {
  expect(brushed(clean, size, { x: -9, y: -9 }, { x: -5, y: 20 }, { size: 3, erasing: false })).toEqual(clean);
});
