import { describe, expect, it } from 'vitest';
import type { ParameterKey } from '../../ml/config.ts';
import { neighbour } from './neighbour.ts';

function walk(parameter: ParameterKey, from: number, direction: 1 | -1, presses: number): number[] {
  const seen: number[] = [];
  for (let value = from; seen.length < presses; seen.push(value)) value = neighbour(parameter, value, direction);
  return seen;
}

describe('one press of an arrow', () => {
  it('goes 1, 2, 5, 10 on a log scale, and ends at the ends of the range', () => {
    expect(walk('batchSize', 1, 1, 13)).toEqual([2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 4096, 4096, 4096]);
    expect(walk('batchSize', 4096, -1, 13)).toEqual([2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1, 1, 1]);
    expect(walk('learningRate', 1e-3, -1, 10)).toEqual([5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5, 5e-6, 2e-6, 1e-6, 1e-6]);
    expect(walk('learningRate', 0.1, 1, 4)).toEqual([0.2, 0.5, 1, 1]);
  });

  it('reaches 0 below 1 if the range contains it', () => {
    expect(walk('previewEvery', 5, -1, 4)).toEqual([2, 1, 0, 0]);
    expect(walk('previewEvery', 0, 1, 3)).toEqual([1, 2, 5]);
  });

  it('goes from a value between two marks to the next mark in its direction', () => {
    expect(neighbour('batchSize', 64, 1)).toBe(100);
    expect(neighbour('batchSize', 64, -1)).toBe(50);
    expect(neighbour('learningRate', 3.3e-4, 1)).toBe(5e-4);
  });

  it('adds the step on a linear scale', () => {
    expect(walk('epochs', 9998, 1, 3)).toEqual([9999, 10_000, 10_000]);
    expect(walk('restoreNoise', 0.1, 1, 2)).toEqual([0.15, 0.2]);
    expect(neighbour('seed', 0, -1)).toBe(0);
    expect(neighbour('seed', 4294967294, 1)).toBe(4294967295);
  });
});
