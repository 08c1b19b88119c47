import { expect, it } from 'vitest';
import { enlargement, placesOf } from './before-after.ts';

it('enlarges by a whole number, to 512 pixels or more', () => {
  const of = (width: number, height = width) => enlargement({ width, height });
  expect([of(28), of(32), of(128), of(512), of(32, 300)]).toEqual([19, 16, 4, 1, 2]);
  for (const side of [28, 32, 100, 512]) expect(side * of(side)).toBeGreaterThanOrEqual(512);
});

it('puts both pictures side by side, with the lines below them', () => {
  const { left, right, top, width, height, text, canvas } = placesOf({ width: 32, height: 32 }, 3);
  expect([width, height]).toEqual([512, 512]);
  expect(right).toBeGreaterThan(left + width);
  expect(canvas.width - right - width).toBe(left);
  expect(text).toBeGreaterThan(top + height);
  expect(canvas.height).toBeGreaterThan(text + 3 * 20);
});
