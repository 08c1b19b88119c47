import { expect, test } from 'vitest';
import { fromFloat16, largestHalf, toFloat16 } from './half-floats.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const all = Uint16Array.from({ length: 0x10000 }, (_, half) => half);
const isFiniteHalf = (half: number) => (half & 0x7c00) !== 0x7c00;
const finite = all.filter(isFiniteHalf);
/** The next float32 towards +infinity (`by` 1) or away from it (-1), for positive numbers. */
const neighbour = (value: number, by: 1 | -1): number => {
  const words = new Uint32Array(Float32Array.of(value).buffer);
  words[0] = (words[0] ?? 0) + by;
  return new Float32Array(words.buffer)[0] ?? 0;
};

test('every finite half is read back unchanged', () => {
  expect(toFloat16(fromFloat16(finite))).toEqual(finite);
});

test('a number between two halves rounds to the nearer one, and in the middle to the even one', () => {
  const positive = finite.filter((half) => half < 0x7bff);
  const lower = fromFloat16(positive);
  const upper = fromFloat16(positive.map((half) => half + 1));
  const middles = lower.map((low, i) => (low + (upper[i] ?? 0)) / 2);
  const above = middles.map((middle) => neighbour(middle, 1));
  const below = middles.map((middle) => neighbour(middle, -1));
  const even = positive.map((half) => half + (half & 1));
  for (const sign of [1, -1]) {
    const signed = (halves: Uint16Array) => halves.map((half) => (sign < 0 ? half | 0x8000 : half));
    const times = (values: Float32Array) => values.map((value) => sign * value);
    expect(toFloat16(times(middles))).toEqual(signed(even));
    expect(toFloat16(times(below))).toEqual(signed(positive));
    expect(toFloat16(times(above))).toEqual(signed(positive.map((half) => half + 1)));
  }
});

test('a number below half of the smallest half rounds to 0 and keeps its sign', () => {
  const tiny = [2 ** -25, neighbour(2 ** -25, 1), 2 ** -26, 2 ** -149];
  expect([...toFloat16(Float32Array.from(tiny))]).toEqual([0, 1, 0, 0]);
  expect([...toFloat16(Float32Array.of(-0, -(2 ** -60)))]).toEqual([0x8000, 0x8000]);
});

test('keeps a number that rounds to the largest half, and refuses one that would be infinite, with its tensor and value', () => {
  expect([...toFloat16(Float32Array.of(largestHalf, 65519.99, -65519.99))]).toEqual([0x7bff, 0x7bff, 0xfbff]);
  for (const value of [65520, -1e6, Number.POSITIVE_INFINITY, Number.NaN]) {
    const weights = new Map([['conv_in.weight', { shape: [2], values: Float32Array.of(1, value) }]]);
    expect(() => writeSafetensors(weights, {}, 'F16')).toThrow(
      expect.objectContaining({
        code: 'checkpoint-no-half',
        values: { tensor: 'conv_in.weight', value: String(value), largest: 65504 },
      }),
    );
  }
});

test('a file of halves takes half of the bytes and is read back as the rounded numbers', () => {
  const values = Float32Array.of(0.1, -1 / 3, 1e-6, 12345.678, 0);
  const tensors = new Map([
    ['a', { shape: [5], values }],
    ['b', { shape: [1], values: Float32Array.of(2) }],
  ]);
  const file = writeSafetensors(tensors, { format: 'pt' }, 'F16');
  const read = readSafetensors('f', file);
  expect(read.get('a')?.values).toEqual(fromFloat16(toFloat16(values)));
  expect(read.get('b')?.values).toEqual(Float32Array.of(2));
  // The numbers are numpy's: np.float32([...]).astype(np.float16).view(np.uint16).
  expect([...toFloat16(values)]).toEqual([11878, 46421, 17, 29191, 0]);
});
