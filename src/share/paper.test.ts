import { expect, it } from 'vitest';
import { blankDrawing, isBlank, perform, sceneOf } from './drawing.ts';
import { drawingColours } from './paper.ts';

/** One picture of 4 x 4: a bright middle with a border of this brightness. */
function picture(border: number) {
  const rgb = new Uint8Array(48).fill(border);
  for (const pixel of [5, 6, 9, 10]) rgb.fill(255, 3 * pixel, 3 * pixel + 3);
  return { count: 1, width: 4, height: 4, rgb };
}

it('draws white on black if the set does, otherwise black on white', () => {
  expect(drawingColours(picture(0))).toEqual({ paper: '#000000', ink: '#ffffff' });
  expect(drawingColours(picture(120)).paper).toBe('#ffffff');
  expect(drawingColours(null).paper).toBe('#ffffff');
});

it('clears to its original paper', () => {
  const filled = perform(blankDrawing, { kind: 'fill', color: '#ff0000' });
  expect(isBlank(filled, '#000000')).toBe(false);
  const cleared = perform(filled, { kind: 'clear' });
  expect(sceneOf(cleared, '#000000').paper).toBe('#000000');
  expect(isBlank(cleared, '#000000')).toBe(true);
});
