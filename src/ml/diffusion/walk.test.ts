import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDevice } from '../backends/open-device.ts';
import { randomStream } from '../random.ts';
import { pureNoise } from './one-pass.ts';
import { angleBetween, partsOf, slerpWeights, walkNoise } from './walk.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

describe('slerp', () => {
  test('keeps the length of two vectors of equal length, and turns evenly', () => {
    const [a, b] = [
      [3, 0],
      [0, 3],
    ] as const;
    const angle = angleBetween(a, b);
    expect(angle).toBeCloseTo(Math.PI / 2, 12);
    for (const part of partsOf(7)) {
      const [ofA, ofB] = slerpWeights(angle, part);
      const [x, y] = [ofA * a[0], ofB * b[1]];
      expect(Math.hypot(x, y)).toBeCloseTo(3, 12);
      expect(Math.atan2(y, x)).toBeCloseTo(part * angle, 12);
    }
  });

  test('is exact at the ends, and linear if both point in the same or opposite directions', () => {
    for (const angle of [0.3, 1.57, 0, Math.PI]) {
      expect(slerpWeights(angle, 0)).toEqual([1, 0]);
      expect(slerpWeights(angle, 1)).toEqual([0, 1]);
    }
    for (const angle of [0, Math.PI]) expect(slerpWeights(angle, 0.25)).toEqual([0.75, 0.25]);
    expect(angleBetween([1, 2], [2, 4])).toBe(0);
    expect(angleBetween([1, 2], [-2, -4])).toBeCloseTo(Math.PI, 7);
  });
});

test('a walk’s noise begins and ends with the seeds’ noise, and has unit variance on the way', () => {
  const shape = { side: 16, channels: 3 } as const;
  const [from, to] = [randomStream(1), randomStream(2)];
  const walk = walkNoise(shape, 5, from, to);
  const numbers = walk.dataSync<'float32'>();
  const size = 16 * 16 * 3;
  const at = (place: number) => numbers.slice(place * size, (place + 1) * size);
  const [first, last] = [pureNoise(shape, 3, from), pureNoise(shape, 1, to)];
  expect(at(0)).toEqual(first.dataSync().slice(0, size));
  expect(at(4)).toEqual(last.dataSync());
  for (const place of [1, 2, 3]) {
    const variance = at(place).reduce((sum, value) => sum + value ** 2, 0) / size;
    expect(variance).toBeGreaterThan(0.9);
    expect(variance).toBeLessThan(1.1);
  }
  tf.dispose([walk, first, last]);
});
