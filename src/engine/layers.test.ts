import { expect, it } from 'vitest';
import { histogramOf, layersOf } from './layers.ts';

const tensor = (...values: number[]) => ({ shape: [values.length], values: Float32Array.from(values) });

it('counts every finite number, and the highest in the last bin', () => {
  const { low, high, mean, deviation, counts } = histogramOf([
    Float32Array.from([0, 1, 2]),
    Float32Array.from([32, Number.NaN]),
  ]);
  expect({ low, high, mean }).toEqual({ low: 0, high: 32, mean: 8.75 });
  expect(deviation).toBeCloseTo(13.4419, 3);
  expect([...counts.entries()].filter(([, count]) => count > 0)).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
    [31, 1],
  ]);
});

it('puts equal numbers into one bin, and is empty without numbers', () => {
  expect(Math.max(...histogramOf([Float32Array.from([3, 3])]).counts)).toBe(2);
  expect(histogramOf([]).counts.every((count) => count === 0)).toBe(true);
});

it('combines a layer’s weight and bias, with the mean gradients that the optimizer keeps', () => {
  const raw = new Map([
    ['down.0.conv.weight', tensor(1, 2, 3)],
    ['down.0.conv.bias', tensor(4)],
    ['out.weight', tensor(5)],
  ]);
  const momentum = new Map([['down.0.conv.weight', tensor(0.1, 0.2, 0.3)]]);
  const expAvg = new Map([['down.0.conv.bias', tensor(0.7)]]);
  const layers = layersOf({ raw, expAvg, expAvgSq: new Map(), momentum });
  expect(layers).toMatchObject([
    {
      layer: 'down.0.conv',
      parameters: 4,
      weights: { low: 1, high: 4 },
      gradients: { low: expect.closeTo(0.1), high: expect.closeTo(0.7) },
    },
    { layer: 'out', parameters: 1, gradients: null },
  ]);
});
