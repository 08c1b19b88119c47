import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { readGoldenAdam } from '../../../tools/golden/read.ts';
import { recipes } from '../config.ts';
import { openDevice } from '../device/index.ts';
import { createAdam } from './adam.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

/** Within float32's rounding of a few operations. */
function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs((actual[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(2e-6 * Math.abs(value));
  }
}

test('steps as torch.optim.Adam does, also where gradients are as small as epsilon and where the learning rate changes', async () => {
  const { learningRates, gradients, initial, states } = readGoldenAdam();
  const parameter = tf.variable(tf.tensor1d(initial));
  const adam = createAdam(new Map([['p', parameter]]), recipes.article.optimizer);
  for (const [i, state] of states.entries()) {
    adam.update(new Map([['p', tf.tensor1d(gradients[i] ?? [])]]), learningRates[i] ?? Number.NaN);
    expect(adam.step).toBe(i + 1);
    expectClose(await parameter.data(), state.parameter);
    expectClose((await adam.expAvg.get('p')?.data()) ?? [], state.expAvg);
    expectClose((await adam.expAvgSq.get('p')?.data()) ?? [], state.expAvgSq);
  }
});

test('a parameter without its gradient is refused, not skipped', () => {
  const adam = createAdam(new Map([['p', tf.variable(tf.tensor1d([1]))]]), recipes.article.optimizer);
  expect(() => adam.update(new Map(), 1e-3)).toThrow('p');
});

test('frees all that a step makes', () => {
  const parameter = tf.variable(tf.tensor1d([1, 2]));
  const adam = createAdam(new Map([['p', parameter]]), recipes.article.optimizer);
  const gradient = tf.tensor1d([1, 1]);
  const before = tf.memory().numTensors;
  adam.update(new Map([['p', gradient]]), 1e-3);
  adam.update(new Map([['p', gradient]]), 1e-3);
  expect(tf.memory().numTensors).toBe(before);
  adam.dispose();
  expect(tf.memory().numTensors).toBe(before - 2);
});
