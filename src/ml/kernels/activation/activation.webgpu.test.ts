import { describe, expect, test } from 'vitest';
import { errorsOf, finiteDifferenceError, normalInputs, openBothBackends } from '../compare.testing.ts';
import { activation } from './index.ts';
import { type ActivationName, referenceActivation } from './reference.ts';

openBothBackends();

const names = ['silu', 'gelu', 'mish', 'relu'] as const satisfies readonly ActivationName[];

describe.each(names)('%s', (name) => {
  const kernel = (x: Parameters<typeof activation>[1]) => activation(name, x);
  const reference = (x: Parameters<typeof activation>[1]) => referenceActivation(name, x);

  test.each([[[13]], [[2, 8]], [[3, 5, 7]], [[1, 9, 9, 96]]])(
    'agrees with the reference, and so does its gradient: %j',
    async (shape) => {
      for (const error of await errorsOf(kernel, reference, normalInputs(shape))) expect(error).toBeLessThan(1e-5);
    },
  );

  test('handles numbers whose exponential overflows', async () => {
    const input = { shape: [5], values: new Float32Array([-1000, -80, 0, 80, 1000]) };
    for (const error of await errorsOf(kernel, reference, [input])) expect(error).toBeLessThan(1e-5);
  });

  test('its gradient agrees with finite differences', async () => {
    expect(await finiteDifferenceError(kernel, normalInputs([13]))).toBeLessThan(5e-3);
  });
});

test('works on a single number', async () => {
  const silu = (x: Parameters<typeof activation>[1]) => activation('silu', x);
  const reference = (x: Parameters<typeof activation>[1]) => referenceActivation('silu', x);
  for (const error of await errorsOf(silu, reference, normalInputs([]))) expect(error).toBeLessThan(1e-5);
});
