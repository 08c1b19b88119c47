import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGoldenArticle, readGoldenRestore } from '../../../../tools/golden/read.ts';
import { bilateral, bilateralBaseline } from './bilateral.ts';
import { blur, gaussianBaseline } from './gaussian.ts';
import { psnr } from './quality.ts';
import { bilateralSettings, gaussianSettings } from './settings.ts';

const side = 32;
const original = readGoldenArticle().images.slice(0, side * side * 3);
const { damaged } = readGoldenRestore();
const baselines = { gaussian: gaussianBaseline, bilateral: bilateralBaseline };
const smallPictures = fc.uint8Array({ minLength: 6 * 5 * 3, maxLength: 6 * 5 * 3 });

describe.each(Object.entries(baselines))('%s', (_, baseline) => {
  test('improves a picture damaged with factor 0.5 by several dB', () => {
    expect(psnr(original, baseline(damaged.rgb, side, side, 0.5))).toBeGreaterThan(damaged.psnr + 5);
  });

  test('does not change an undamaged picture or a single colour', () => {
    expect(baseline(original, side, side, 0)).toEqual(original);
    const plain = new Uint8Array(side * side * 3).map((__, i) => [200, 3, 90][i % 3] ?? 0);
    expect(baseline(plain, side, side, 1)).toEqual(plain);
  });
});

test('both filters commute with mirroring: no shift, no favoured border', () => {
  const mirrored = (rgb: Uint8Array) =>
    rgb.map((_, i) => rgb[(Math.floor(i / 18) * 6 + 5 - (Math.floor(i / 3) % 6)) * 3 + (i % 3)] ?? 0);
  fc.assert(
    fc.property(smallPictures, fc.double({ min: 0.3, max: 3, noNaN: true }), (rgb, sigma) => {
      const settings = { sigmaSpace: sigma, sigmaColor: 100 };
      for (const filter of [(x: Uint8Array) => blur(x, 6, 5, sigma), (x: Uint8Array) => bilateral(x, 6, 5, settings)]) {
        const [a, b] = [filter(mirrored(rgb)), mirrored(filter(rgb))];
        // Sums in another order may round a half to the other side.
        for (const [i, value] of a.entries()) expect(Math.abs(value - (b[i] ?? 0))).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 50 },
  );
});

test('the bilateral filter keeps an edge that the blur softens, and equals the blur if it ignores colour', () => {
  const edge = new Uint8Array(16 * 16 * 3).map((_, i) => (Math.floor(i / 3) % 16 < 8 ? 20 : 220));
  expect(bilateral(edge, 16, 16, { sigmaSpace: 1.5, sigmaColor: 30 })).toEqual(edge);
  const soft = blur(edge, 16, 16, 1.5);
  expect(soft).not.toEqual(edge);
  const colourBlind = bilateral(edge, 16, 16, { sigmaSpace: 1.5, sigmaColor: 1e9 });
  for (const [i, value] of colourBlind.entries()) expect(Math.abs(value - (soft[i] ?? 0))).toBeLessThanOrEqual(1);
});

test('more noise never makes a filter weaker', () => {
  for (let noise = 0; noise < 2.5; noise += 0.05) {
    expect(gaussianSettings(noise + 0.05).sigma).toBeGreaterThanOrEqual(gaussianSettings(noise).sigma);
    const [less, more] = [bilateralSettings(noise), bilateralSettings(noise + 0.05)];
    expect(more.sigmaSpace).toBeGreaterThanOrEqual(less.sigmaSpace);
    expect(more.sigmaColor).toBeGreaterThanOrEqual(less.sigmaColor);
  }
});
