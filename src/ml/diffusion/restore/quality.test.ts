import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGoldenArticle, readGoldenRestore } from '../../../../tools/golden/read.ts';
import { psnr, ssim } from './quality.ts';

const side = 32;
const bytes = side * side * 3;
const pictures = fc.uint8Array({ minLength: bytes, maxLength: bytes });
const original = readGoldenArticle().images.slice(0, bytes);

describe('agrees with tools/golden/restore.py and scikit-image', () => {
  test.each(Object.entries(readGoldenRestore()))('%s', (_, golden) => {
    expect(psnr(original, golden.rgb)).toBeCloseTo(golden.psnr, 9);
    expect(ssim(original, golden.rgb, side, side)).toBeCloseTo(golden.ssim, 9);
  });
});

describe('PSNR', () => {
  test('is infinite for equal pictures, 0 dB for black against white, 48.13 dB for one level everywhere', () => {
    expect(psnr(original, original)).toBe(Number.POSITIVE_INFINITY);
    expect(psnr(new Uint8Array(bytes), new Uint8Array(bytes).fill(255))).toBe(0);
    expect(psnr(new Uint8Array(bytes).fill(7), new Uint8Array(bytes).fill(8))).toBeCloseTo(48.1308, 4);
  });

  test('refuses pictures of different sizes', () => {
    expect(() => psnr(original, original.subarray(3))).toThrow(RangeError);
  });
});

describe('SSIM', () => {
  test('is symmetric, in [-1, 1], and 1 for a picture against itself', () => {
    fc.assert(
      fc.property(pictures, pictures, (a, b) => {
        const value = ssim(a, b, side, side);
        expect(ssim(b, a, side, side)).toBeCloseTo(value, 12);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
        expect(ssim(a, a, side, side)).toBeCloseTo(1, 12);
      }),
      { numRuns: 10 },
    );
  });

  test('is negative for a picture against its negative', () => {
    expect(
      ssim(
        original,
        original.map((byte) => 255 - byte),
        side,
        side,
      ),
    ).toBeLessThan(0);
  });

  test('refuses pictures smaller than its window, or not of the given size', () => {
    expect(() => ssim(new Uint8Array(300), new Uint8Array(300), 10, 10)).toThrow(RangeError);
    expect(() => ssim(original, original, side, side + 1)).toThrow(RangeError);
  });
});
