import { describe, expect, it } from 'vitest';
import { readGoldenTelea } from '../../../../tools/golden/telea.ts';
import { psnr } from './quality.ts';
import { teleaBaseline } from './telea.ts';

const golden = readGoldenTelea();

describe('Telea inpainting', () => {
  it('restores photographs as well as OpenCV’s: within 0.5 dB on average', () => {
    const { side, radius, photographs, holes } = golden;
    const differences = golden.cases.map(({ photograph, hole, psnr: theirs }) => {
      const name = `${photograph}, ${hole}`;
      const picture = photographs[photograph] ?? expect.fail(name);
      const lost = holes[hole] ?? expect.fail(name);
      const damaged = picture.map((byte, i) => (lost[Math.floor(i / 3)] ? 128 : byte));
      const filled = teleaBaseline(damaged, side, side, lost, radius);
      const isKept = (_: number, i: number) => lost[Math.floor(i / 3)] === 0;
      expect(filled.filter(isKept), name).toEqual(picture.filter(isKept));
      const ours = psnr(picture, filled);
      console.log(`${name}: ${ours.toFixed(2)} dB, OpenCV ${theirs.toFixed(2)} dB`);
      return ours - theirs;
    });
    expect(Math.abs(differences.reduce((sum, value) => sum + value, 0) / differences.length)).toBeLessThan(0.5);
    expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1);
  });

  it('fills a hole in a single colour, up to the picture’s edge, and gives grey if everything is lost', () => {
    const [width, height] = [9, 7];
    const picture = new Uint8Array(width * height * 3).map((_, i) => [200, 10, 90][i % 3] ?? 0);
    const lost = new Uint8Array(width * height).map((_, i) => (i % width < 6 && i < width * 5 ? 1 : 0));
    const damaged = picture.map((byte, i) => (lost[Math.floor(i / 3)] ? 0 : byte));
    expect(teleaBaseline(damaged, width, height, lost)).toEqual(picture);
    expect(new Set(teleaBaseline(damaged, width, height, new Uint8Array(lost.length).fill(1)))).toEqual(new Set([128]));
    expect(teleaBaseline(damaged, width, height, new Uint8Array(lost.length))).toEqual(damaged);
  });
});
