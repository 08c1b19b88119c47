import { expect, test } from 'vitest';
import { errorsOf, finiteDifferenceError, normalInputs, openBothBackends } from '../compare.testing.ts';
import { silu } from './index.ts';
import { referenceSilu } from './reference.ts';

openBothBackends();

test.each([[[]], [[3]], [[2, 8]], [[3, 5, 7]], [[1, 9, 9, 96]]])(
  'as the reference, with its gradient: %j',
  async (shape) => {
    for (const error of await errorsOf(silu, referenceSilu, normalInputs(shape))) expect(error).toBeLessThan(1e-5);
  },
);

test('numbers that no exponential holds', async () => {
  const input = { shape: [5], values: new Float32Array([-1000, -80, 0, 80, 1000]) };
  for (const error of await errorsOf(silu, referenceSilu, [input])) expect(error).toBeLessThan(1e-5);
});

test('its gradient is that of finite differences', async () => {
  expect(await finiteDifferenceError(silu, normalInputs([7]))).toBeLessThan(5e-3);
});
