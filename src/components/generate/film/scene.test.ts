import { expect, test } from 'vitest';
import type { FilmFrame, GenerateResult, Pictures } from '../../../store/index.ts';
import { placeOf, sceneAt } from './scene.ts';

const pictures = (value: number): Pictures => ({ count: 1, width: 1, height: 1, rgb: new Uint8Array(3).fill(value) });
const frame = (index: number): FilmFrame => ({
  index,
  total: 10,
  timestep: 999 - index,
  noisy: pictures(index),
  predicted: pictures(100 + index),
});
const result: GenerateResult = {
  step: 3,
  seed: 1,
  sampling: null,
  noise: pictures(0),
  samples: pictures(200),
};
const whole = Array.from({ length: 10 }, (_, index) => frame(index));
const thinned = [0, 3, 6, 9].map(frame);

test('the film follows its newest frame, shows an earlier frame on request, and ends with the result', () => {
  expect(sceneAt([], null, null)).toBeNull();
  expect(sceneAt(whole.slice(0, 4), null, null)).toMatchObject({ step: 3, timestep: 996, from: pictures(3) });
  expect(sceneAt(whole, result, 2)).toMatchObject({ step: 2, from: pictures(2), to: pictures(102) });
  expect(sceneAt(whole, result, null)).toMatchObject({ step: 10, timestep: null, to: pictures(200) });
});

test('every step of a complete film can be reached, and the result follows the last', () => {
  expect(placeOf(whole, 4, 3)).toBe(4);
  expect(placeOf(whole, 2, 3)).toBe(2);
  expect(placeOf(whole, 0, 3)).toBe(0);
  expect(placeOf(whole, 10, 9)).toBeNull();
  expect(placeOf(whole, 9, 10)).toBe(9);
});

test('in a thinned film a step forward or back always moves', () => {
  expect(placeOf(thinned, 4, 3)).toBe(2);
  expect(placeOf(thinned, 5, 6)).toBe(1);
  expect(placeOf(thinned, -1, 0)).toBe(0);
});
