import { expect, it } from 'vitest';
import { hasColours } from './colours.ts';

const picture = (pixels: readonly (readonly [number, number, number])[]) => ({ rgb: new Uint8Array(pixels.flat()) });
const grey = Array.from({ length: 99 }, (_, i) => [i, i + 6, i] as const);

it('tells a colour picture from a grey one, even if that has a tint and a coloured speck', () => {
  expect(hasColours(picture(grey))).toBe(false);
  expect(hasColours(picture([...grey, [200, 40, 40]]))).toBe(false);
  expect(hasColours(picture([...grey, [200, 40, 40], [40, 200, 40], [40, 40, 200]]))).toBe(true);
});
