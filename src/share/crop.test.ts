import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Crop,
  type CropSource,
  clampCrop,
  cropAfterKey,
  fullCrop,
  largestCropSide,
  largestZoom,
  panCrop,
  resizeCrop,
  smallestCropSide,
  zoomOf,
} from './crop.ts';

const extents = fc.record({
  width: fc.integer({ min: 1, max: 5000 }),
  height: fc.integer({ min: 1, max: 5000 }),
  resultSide: fc.integer({ min: 8, max: 128 }),
});
const anything = fc.double({ min: -1e5, max: 1e5, noNaN: true });
const crops = fc.record({ x: anything, y: anything, side: anything });
const keys = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', '+', '-', '=', '_', 'Home');

function expectInside(crop: Crop, extent: CropSource) {
  const slack = 1e-6;
  expect(crop.x).toBeGreaterThanOrEqual(0);
  expect(crop.y).toBeGreaterThanOrEqual(0);
  expect(crop.x + crop.side).toBeLessThanOrEqual(extent.width + slack);
  expect(crop.y + crop.side).toBeLessThanOrEqual(extent.height + slack);
  expect(crop.side).toBeGreaterThanOrEqual(smallestCropSide(extent) - slack);
  expect(crop.side).toBeLessThanOrEqual(largestCropSide(extent) + slack);
}

describe('crop', () => {
  test('stays inside the picture, whatever gestures change it', () => {
    fc.assert(
      fc.property(extents, crops, anything, anything, anything, (extent, wild, dx, dy, side) => {
        expectInside(fullCrop(extent), extent);
        const crop = clampCrop(wild, extent);
        expectInside(crop, extent);
        expectInside(panCrop(crop, extent, dx, dy), extent);
        expectInside(resizeCrop(crop, extent, side), extent);
      }),
    );
  });

  test('stays inside for any sequence of keys', () => {
    fc.assert(
      fc.property(extents, fc.array(fc.tuple(keys, fc.boolean()), { maxLength: 60 }), (extent, pressed) => {
        let crop = fullCrop(extent);
        for (const [key, shift] of pressed) {
          const next = cropAfterKey(key, shift, crop, extent);
          expect(next).not.toBeNull();
          crop = next ?? crop;
          expectInside(crop, extent);
        }
      }),
    );
  });

  test('a crop that is already inside is unchanged', () => {
    fc.assert(
      fc.property(extents, crops, (extent, wild) => {
        const crop = clampCrop(wild, extent);
        const again = clampCrop(crop, extent);
        for (const key of ['x', 'y', 'side'] as const) expect(again[key]).toBeCloseTo(crop[key], 6);
      }),
    );
  });

  test('the largest square lies in the middle, on whole pixels', () => {
    expect(fullCrop({ width: 32, height: 32 })).toEqual({ x: 0, y: 0, side: 32 });
    expect(fullCrop({ width: 101, height: 40 })).toEqual({ x: 30, y: 0, side: 40 });
  });

  test('resizing keeps the centre', () => {
    const extent = { width: 400, height: 300, resultSide: 32 };
    const crop = resizeCrop({ x: 100, y: 50, side: 200 }, extent, 100);
    expect(crop).toEqual({ x: 150, y: 100, side: 100 });
    expect(zoomOf(crop, extent)).toBe(3);
    expect(largestZoom(extent)).toBe(300 / 32);
  });

  test('keys move by one pixel of the result, eight with Shift, and leave other keys alone', () => {
    const extent = { width: 640, height: 320, resultSide: 32 };
    const crop = { x: 0, y: 0, side: 320 };
    expect(cropAfterKey('ArrowRight', false, crop, extent)).toEqual({ x: 10, y: 0, side: 320 });
    expect(cropAfterKey('ArrowRight', true, crop, extent)).toEqual({ x: 80, y: 0, side: 320 });
    expect(cropAfterKey('+', false, crop, extent)?.side).toBeLessThan(320);
    for (const key of ['Tab', 'a', 'toString', '__proto__']) expect(cropAfterKey(key, false, crop, extent)).toBeNull();
  });
});
