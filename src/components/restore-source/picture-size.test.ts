import { expect, it } from 'vitest';
import { extentOf, fittingSize, sizesFor } from './picture-size.ts';

it('offers the sizes for which a picture has enough pixels, and its own', () => {
  expect(sizesFor({ width: 4000, height: 3000 }, 32)).toEqual(['network', 64, 128, 256, 512, 'own']);
  expect(sizesFor({ width: 512, height: 512 }, 32)).toEqual(['network', 64, 128, 256, 512]);
  expect(sizesFor({ width: 300, height: 200 }, 28)).toEqual(['network', 64, 128, 'own']);
  expect(sizesFor({ width: 100, height: 100 }, 64)).toEqual(['network', 'own']);
  expect(sizesFor({ width: 32, height: 32 }, 32)).toEqual(['network']);
  expect(sizesFor({ width: 10, height: 10 }, 32)).toEqual(['network']);
  expect(sizesFor({ width: 3000, height: 20 }, 32)).toEqual(['network']);
});

it('keeps the chosen size for another picture, or takes the next smaller one', () => {
  expect(fittingSize(256, ['network', 64, 128, 'own'])).toBe(128);
  expect(fittingSize('own', ['network', 64, 128])).toBe(128);
  expect(fittingSize('own', ['network'])).toBe('network');
  expect(fittingSize('network', ['network', 64])).toBe('network');
});

it('gives the size in pixels', () => {
  const picture = { width: 1024, height: 768 };
  expect(extentOf('network', picture, 28)).toEqual({ width: 28, height: 28 });
  expect(extentOf(256, picture, 28)).toEqual({ width: 256, height: 256 });
  expect(extentOf('own', picture, 28)).toEqual({ width: 512, height: 384 });
  expect(extentOf('own', { width: 16, height: 64 }, 32)).toEqual({ width: 32, height: 128 });
});
