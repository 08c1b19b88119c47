import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NearestSearch } from './nearest-search.ts';

const size = 200;
const picture = fc.uint8Array({ minLength: size, maxLength: size });

function meanSquare(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + ((value - (b[i] ?? 0)) / 255) ** 2, 0) / a.length;
}

const joined = (pictures: readonly Uint8Array[]) => Uint8Array.from(pictures.flatMap((one) => [...one]));

describe('the nearest picture', () => {
  test('has the least mean square, however the pictures are divided into parts', () => {
    fc.assert(
      fc.property(
        fc.array(picture, { minLength: 1, maxLength: 4 }),
        fc.array(picture, { minLength: 1, maxLength: 12 }),
        fc.nat(12),
        (wanted, pictures, at) => {
          const search = new NearestSearch(joined(wanted), size);
          const cut = Math.min(at, pictures.length);
          const [first, second] = [joined(pictures.slice(0, cut)), joined(pictures.slice(cut))];
          search.compare(first, 0, 0, cut);
          search.compare(second, cut, 0, pictures.length - cut);
          for (const [i, found] of search.nearest.entries()) {
            const distances = pictures.map((one) => meanSquare(wanted[i] ?? one, one));
            expect(found?.distance).toBeCloseTo(Math.min(...distances), 10);
            expect(distances[found?.index ?? -1]).toBeCloseTo(Math.min(...distances), 10);
            expect(found?.picture).toEqual(pictures[found?.index ?? -1]);
          }
        },
      ),
    );
  });

  test('has the distance 0 if it is equal, and 1 from black to white', () => {
    const [black, white] = [new Uint8Array(size), new Uint8Array(size).fill(255)];
    const search = new NearestSearch(joined([black, white]), size);
    expect(search.nearest).toEqual([null, null]);
    search.compare(black, 7, 0, 1);
    expect(search.nearest).toEqual([
      { index: 7, distance: 0, picture: black },
      { index: 7, distance: 1, picture: black },
    ]);
  });

  test('throws for bytes that are not whole pictures', () => {
    expect(() => new NearestSearch(new Uint8Array(size + 1), size)).toThrow(RangeError);
  });
});
