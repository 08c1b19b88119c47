import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Raster, resample } from './resample.ts';

const whole = ({ width, height }: Raster) => ({ x: 0, y: 0, width, height });
const raster = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom(1, 3, 4),
  })
  .chain((size) =>
    fc
      .uint8Array({
        minLength: size.width * size.height * size.channels,
        maxLength: size.width * size.height * size.channels,
      })
      .map((data): Raster => ({ ...size, data })),
  );

/**
 * Averages blocks of `factor` x `factor` pixels of a square RGBA picture of side `side * factor`.
 */
function blockMeans(rgba: Uint8ClampedArray, side: number, factor: number): Uint8Array {
  return Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % side, Math.floor(at / 3 / side)];
    let sum = 0;
    for (let dy = 0; dy < factor; dy++) {
      for (let dx = 0; dx < factor; dx++) {
        sum += rgba[((y * factor + dy) * side * factor + x * factor + dx) * 4 + (at % 3)] ?? 0;
      }
    }
    return Math.round(sum / factor ** 2);
  });
}

describe('resample', () => {
  it('copies a region of the requested size byte for byte', () => {
    fc.assert(
      fc.property(raster, (source) => {
        expect(resample(source, whole(source), source.width, source.height)).toEqual(source.data);
      }),
    );
  });

  it('averages blocks if the factor is whole, and rounds only once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.infiniteStream(fc.nat(255)),
        (side, factor, bytes) => {
          const size = side * factor;
          const data = Uint8ClampedArray.from(bytes.take(size * size * 4));
          const source = { width: size, height: size, channels: 4, data };
          expect(resample(source, whole(source), side, side, 3)).toEqual(blockMeans(data, side, factor));
        },
      ),
    );
  });

  it('stays within the range of the picture’s values, and keeps a single colour', () => {
    const size = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(raster, size, size, (source, width, height) => {
        const result = resample(source, whole(source), width, height);
        expect(Math.min(...result)).toBeGreaterThanOrEqual(Math.min(...source.data));
        expect(Math.max(...result)).toBeLessThanOrEqual(Math.max(...source.data));
        const even = { ...source, data: source.data.map(() => 77) };
        expect(new Set(resample(even, whole(even), width, height))).toEqual(new Set([77]));
      }),
    );
  });

  it('weighs pixels on a border by the share that lies inside', () => {
    const source = { width: 3, height: 1, channels: 1, data: Uint8Array.of(0, 90, 240) };
    // (0 + 45) / 1.5, (45 + 240) / 1.5.
    expect([...resample(source, whole(source), 2, 1)]).toEqual([30, 190]);
  });

  it('interpolates between pixel centres when it enlarges', () => {
    const source = { width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 100) };
    expect([...resample(source, whole(source), 4, 1)]).toEqual([0, 25, 75, 100]);
  });

  it('reads nothing outside of the region', () => {
    const source = { width: 4, height: 2, channels: 1, data: Uint8Array.of(9, 1, 2, 9, 9, 3, 4, 9) };
    expect([...resample(source, { x: 1, y: 0, width: 2, height: 2 }, 2, 2)]).toEqual([1, 2, 3, 4]);
  });
});
