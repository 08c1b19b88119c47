/**
 * Compares the optimizer with PyTorch's and diffusers' (tools/golden/optimizer.py, adam.py,
 * muon_optimizer.py). The same tests run on every backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGoldenAdam, readGoldenMuon, readGoldenOptimizer } from '../../../tools/golden/read.ts';
import { type Device, openDevice } from '../backends/open-device.ts';
import { type BackendName, recipes } from '../config.ts';
import { muon } from '../kernels/muon/index.ts';
import { fromTorchLayout } from '../nn/torch-layout.ts';
import { learningRateFactor } from './learning-rate.ts';
import { createOptimizer, emaDecay, type Optimizer } from './optimizer.ts';

/** Relative to a tensor's largest number: float32's rounding in some operations over some steps. */
const rounding = 2e-6;

/** For what Muon changes: its iteration multiplies the rounding by up to 484. */
const iterated = 1e-4;

/** For torch.optim.Muon over 16 steps: it iterates in bfloat16, which has 8 bits. */
const inBfloat16 = 3e-3;

async function expectClose(
  actual: tf.Tensor | undefined,
  expected: readonly number[],
  what: string,
  tolerance = rounding,
): Promise<void> {
  const values = (await actual?.data<'float32'>()) ?? [];
  expect(values, what).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) {
    expect(Math.abs((values[i] ?? Number.NaN) - value), `${what}[${i}]`).toBeLessThanOrEqual(tolerance * largest);
  }
}

/** Everything that a step may change, as numbers. */
async function numbersOf(optimizer: Optimizer, parameter: tf.Variable): Promise<Float32Array[]> {
  const maps = [optimizer.expAvg, optimizer.expAvgSq, optimizer.ema ?? new Map<string, tf.Variable>()];
  const variables = [parameter, ...maps.flatMap((map) => [...map.values()])];
  return Promise.all(variables.map((variable) => variable.data<'float32'>()));
}

function variable(values: readonly number[], shape: number[] = [values.length]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor([...values], shape)));
}

export function describeOptimizer(backend: BackendName): void {
  describe(`the optimizer on ${backend}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await openDevice(backend);
    });
    afterAll(() => device.dispose());

    test('equals torch.optim.Adam without weight decay and clipping, also for gradients as small as epsilon', async () => {
      const { learningRates, gradients, initial, states } = readGoldenAdam();
      const parameter = variable(initial);
      const optimizer = createOptimizer(new Map([['p', parameter]]), recipes.article.optimizer);
      for (const [i, state] of states.entries()) {
        const gradient = tf.tensor1d(gradients[i] ?? []);
        const loss = tf.scalar(1);
        optimizer.begin(learningRates[i] ?? Number.NaN);
        const measured = optimizer.update(new Map([['p', gradient]]), loss);
        tf.dispose([gradient, loss, measured]);
        expect(optimizer.step).toBe(i + 1);
        await expectClose(parameter, state.parameter, `parameter after ${i + 1}`);
        await expectClose(optimizer.expAvg.get('p'), state.expAvg, `exp_avg after ${i + 1}`);
        await expectClose(optimizer.expAvgSq.get('p'), state.expAvgSq, `exp_avg_sq after ${i + 1}`);
      }
      expect(optimizer.ema).toBeNull();
      optimizer.dispose();
      parameter.dispose();
    });

    test('clips, decays and averages as PyTorch and diffusers do, along their learning rates', async () => {
      const { config, learningRate, schedule, totalSteps, parameters: golden, steps } = readGoldenOptimizer();
      const tensors = tf.memory().numTensors;
      const parameters = new Map(
        Object.entries(golden).map(([name, { shape, initial }]) => [name, variable(initial, shape)]),
      );
      const optimizer = createOptimizer(parameters, config);
      const loss = tf.scalar(1);
      for (const [i, expected] of steps.entries()) {
        expect(emaDecay(config.ema, i + 1)).toBeCloseTo(expected.emaDecay, 12);
        const rate = learningRate * learningRateFactor(schedule, i, totalSteps);
        // Beyond the end of the schedule, diffusers' cosine would rise again.
        if (i <= totalSteps) expect(rate).toBeCloseTo(expected.learningRate, 15);
        const gradients = new Map(
          Object.entries(expected.states).map(([name, { gradient }]) => [
            name,
            tf.tensor(gradient, golden[name]?.shape ?? []),
          ]),
        );
        optimizer.begin(expected.learningRate);
        const measured = optimizer.update(gradients, loss);
        await expectClose(measured, [1, expected.norm], `loss and norm of ${i + 1}`);
        for (const [name, state] of Object.entries(expected.states)) {
          await expectClose(parameters.get(name), state.parameter, `${name} after ${i + 1}`);
          await expectClose(optimizer.expAvg.get(name), state.expAvg, `exp_avg ${name} after ${i + 1}`);
          await expectClose(optimizer.expAvgSq.get(name), state.expAvgSq, `exp_avg_sq ${name} after ${i + 1}`);
          await expectClose(optimizer.ema?.get(name), state.ema, `ema ${name} after ${i + 1}`);
        }
        tf.dispose([measured, ...gradients.values()]);
      }
      const norms = steps.map(({ norm }) => norm);
      expect([Math.max(...norms) > 1, Math.min(...norms) < 1], 'some clipped, some not').toEqual([true, true]);
      tf.dispose([loss, ...parameters.values()]);
      optimizer.dispose();
      expect(tf.memory().numTensors, 'nothing is left behind').toBe(tensors);
    });

    test('Muon updates the matrices of the hidden layers, with the same clipping, decay and average', async () => {
      const { config, parameters: golden, steps } = readGoldenMuon();
      const tensors = tf.memory().numTensors;
      const inTfjs = (name: string, values: readonly number[]) =>
        fromTorchLayout({ shape: golden[name]?.shape ?? [], values: Float32Array.from(values) });
      const tensorOf = (name: string, values: readonly number[]) => {
        const { shape, values: ordered } = inTfjs(name, values);
        return tf.tensor(ordered, [...shape]);
      };
      const parameters = new Map(
        Object.entries(golden).map(([name, { initial }]) => [
          name,
          tf.tidy(() => tf.variable(tensorOf(name, initial))),
        ]),
      );
      const optimizer = createOptimizer(parameters, config, { matrixRule: muon });
      const loss = tf.scalar(1);
      for (const [i, { learningRate, norm, states, torchMuon }] of steps.entries()) {
        const gradients = new Map(
          Object.entries(states).map(([name, { gradient }]) => [name, tensorOf(name, gradient)]),
        );
        optimizer.begin(learningRate);
        const measured = optimizer.update(gradients, loss);
        await expectClose(measured, [1, norm], `loss and norm of ${i + 1}`);
        for (const [name, state] of Object.entries(states)) {
          const expectState = (actual: tf.Tensor | undefined, expected: readonly number[], what: string) =>
            expectClose(
              actual,
              [...inTfjs(name, expected).values],
              `${what} ${name} after ${i + 1}`,
              state.momentum && what !== 'momentum' ? iterated : rounding,
            );
          await expectState(parameters.get(name), state.parameter, 'parameter');
          await expectState(optimizer.ema?.get(name), state.ema, 'ema');
          if (state.momentum) await expectState(optimizer.momentum.get(name), state.momentum, 'momentum');
          else expect(optimizer.momentum.has(name)).toBe(false);
          if (state.expAvg) await expectState(optimizer.expAvg.get(name), state.expAvg, 'exp_avg');
          else expect(optimizer.expAvg.has(name)).toBe(false);
          if (state.expAvgSq) await expectState(optimizer.expAvgSq.get(name), state.expAvgSq, 'exp_avg_sq');
        }
        for (const [name, values] of Object.entries(torchMuon)) {
          await expectClose(parameters.get(name), values, `${name} by torch.optim.Muon after ${i + 1}`, inBfloat16);
        }
        tf.dispose([measured, ...gradients.values()]);
      }
      tf.dispose([loss, ...parameters.values()]);
      optimizer.dispose();
      expect(tf.memory().numTensors, 'nothing is left behind').toBe(tensors);
    });

    test.each([
      ['loss', Number.NaN, 1],
      ['loss', Number.POSITIVE_INFINITY, 1],
      ['gradient', 1, Number.NaN],
      ['gradient', 1, Number.NEGATIVE_INFINITY],
    ])(
      'a %s that is not finite (%d, %d) stops the optimizer at the last good step, until it recovers',
      async (_, loss, entry) => {
        const parameter = variable([1, 2]);
        const optimizer = createOptimizer(new Map([['p', parameter]]), recipes.tiny.optimizer);
        const update = (lossValue: number, gradient: number[]) =>
          tf.tidy(() => {
            optimizer.begin(0.1);
            optimizer.update(new Map([['p', tf.tensor1d(gradient)]]), tf.scalar(lossValue));
          });
        update(1, [0.5, -0.5]);
        const good = await numbersOf(optimizer, parameter);
        update(loss, [0.5, entry]);
        expect(await numbersOf(optimizer, parameter)).toEqual(good);
        update(1, [0.25, 0.25]);
        expect(await numbersOf(optimizer, parameter), 'a good step after a bad one is none').toEqual(good);
        expect(optimizer.step).toBe(3);
        optimizer.recover(1);
        update(1, [0.25, 0.25]);
        const after = await numbersOf(optimizer, parameter);
        expect(optimizer.step).toBe(2);
        for (const [i, values] of after.entries()) expect(values).not.toEqual(good[i]);
        optimizer.dispose();
        parameter.dispose();
      },
    );

    test('a parameter without its gradient is refused, not skipped', () => {
      const parameter = variable([1]);
      const optimizer = createOptimizer(new Map([['p', parameter]]), recipes.article.optimizer);
      optimizer.begin(1e-3);
      expect(() => tf.tidy(() => optimizer.update(new Map(), tf.scalar(1)))).toThrow('p');
      optimizer.dispose();
      parameter.dispose();
    });
  });
}
