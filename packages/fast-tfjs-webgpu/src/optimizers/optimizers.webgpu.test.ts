/**
 * Our optimizers give the same weights as tfjs' after the same gradients. Runs in its own process,
 * because it changes tfjs.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { install, type Replacement } from '../index.ts';

const names: readonly Replacement[] = ['Adam', 'RMSProp', 'Momentum', 'SGD'];

beforeAll(async () => {
  expect(await tf.setBackend('webgpu')).toBe(true);
});

interface Trained {
  readonly weights: readonly Float32Array[];
  /** Number of tfjs' kernels that the last step ran. */
  readonly kernels: number;
}

/** The gradients of sum (w - 0.3 i)^2 with respect to each variable. */
function gradientsOf(variables: readonly tf.Variable[]): tf.NamedTensorMap {
  return Object.fromEntries(variables.map((w, i) => [w.name, tf.mul(2, tf.sub(w, 0.3 * i))]));
}

/**
 * Takes ten steps at a changing learning rate, on vectors whose length is and is not a multiple of
 * four, and on a single number.
 */
async function train(make: () => tf.Optimizer): Promise<Trained> {
  const optimizer = make();
  const variables = [8, 7, 1].map((size) =>
    tf.variable(tf.tensor1d(Float32Array.from({ length: size }, (_, i) => 1.1 - i / 4))),
  );
  const step = () => {
    const { learningRate } = optimizer.getConfig();
    Object.assign(optimizer, { learningRate: 0.9 * (learningRate as number) });
    tf.tidy(() => optimizer.applyGradients(gradientsOf(variables)));
  };
  for (let i = 0; i < 8; i++) step();
  const clone = tf.clone(variables[0] as tf.Tensor);
  const before = await clone.data<'float32'>();
  step();
  const tensors = tf.memory().numTensors;
  const { kernels } = await tf.profile(step);
  expect(tf.memory().numTensors, 'a step keeps no tensor').toBe(tensors);
  expect(await clone.data(), 'a clone keeps its numbers').toEqual(before);
  const weights = await Promise.all(variables.map((variable) => variable.data<'float32'>()));
  tf.dispose([...variables, clone]);
  optimizer.dispose();
  return { weights, kernels: kernels.length };
}

test.each<[string, () => tf.Optimizer, boolean]>([
  ['Adam', () => tf.train.adam(0.1), true],
  ['Adam with other settings', () => tf.train.adam(0.1, 0.8, 0.99, 1e-3), true],
  ['RMSProp', () => tf.train.rmsprop(0.1), true],
  ['RMSProp with momentum', () => tf.train.rmsprop(0.01, 0.8, 0.5, 1e-3), true],
  ['centered RMSProp, which stays tfjs', () => tf.train.rmsprop(0.01, 0.9, 0, 1e-6, true), false],
  ['momentum', () => tf.train.momentum(0.05, 0.9), true],
  ['Nesterov, which stays tfjs', () => tf.train.momentum(0.05, 0.9, true), false],
  ['SGD', () => tf.train.sgd(0.1), true],
])('%s', async (_, make, isReplaced) => {
  install({ except: names });
  const stock = await train(make);
  install();
  const ours = await train(make);
  for (const [i, weights] of stock.weights.entries()) {
    for (const [j, weight] of weights.entries()) expect(ours.weights[i]?.[j]).toBeCloseTo(weight, 5);
  }
  if (isReplaced) expect(ours.kernels).toBeLessThan(stock.kernels);
  else expect(ours.kernels).toBe(stock.kernels);
});

test('keeps the state that tfjs keeps, so that tfjs can take the next step', async () => {
  const trainHalf = async (first: readonly Replacement[], second: readonly Replacement[]) => {
    const optimizer: tf.Optimizer = tf.train.adam(0.1);
    const w = tf.variable(tf.tensor1d([1, 2, 3, 4]));
    const step = () => tf.tidy(() => optimizer.applyGradients(gradientsOf([w])));
    install({ except: first });
    for (let i = 0; i < 4; i++) step();
    install({ except: second });
    for (let i = 0; i < 4; i++) step();
    const weights = [...(await w.data())];
    w.dispose();
    optimizer.dispose();
    return weights;
  };
  const stock = await trainHalf(names, names);
  for (const mixed of [await trainHalf([], names), await trainHalf(names, [])]) {
    for (const [i, weight] of stock.entries()) expect(mixed[i]).toBeCloseTo(weight, 5);
  }
});
