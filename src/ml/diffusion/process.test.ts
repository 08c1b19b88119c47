import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readGoldenForwardProcess } from '../../../tools/golden/read.ts';
import { openDevice } from '../backends/open-device.ts';
import { type Experiment, recipes } from '../config.ts';
import { cifar10 } from '../data/cifar10.testing.ts';
import { describeNetwork } from '../network-description.lazy.ts';
import { randomStream } from '../random.ts';
import { mixNoise, predictionTarget } from './prediction.ts';
import { createForwardProcess, levelTensors, predictionOf } from './process.ts';
import type { SchedulerConfig } from './schedulers/index.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

/** Relative: float32's rounding of a few operations. */
const tolerance = 2e-6;

function schedulerOf(changes: Partial<Experiment>): SchedulerConfig {
  const network = describeNetwork({ ...recipes.tiny.experiment, ...changes }, cifar10);
  if (network.kind !== 'unet2d') throw new Error('tiny is a U-Net');
  return network.scheduler;
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    const error = Math.abs((actual[i] ?? Number.NaN) - value);
    expect(error, `${what}[${i}]: ${actual[i]} for ${value}`).toBeLessThanOrEqual(tolerance * Math.abs(value));
  }
}

describe('against diffusers', () => {
  const { timesteps, original, noise, cases } = readGoldenForwardProcess();
  test.each(cases)('$schedule, $prediction, zero terminal SNR: $zeroTerminalSnr, gamma $gamma', async (expected) => {
    const { schedule, zeroTerminalSnr, prediction, gamma } = expected;
    const scheduler = {
      ...schedulerOf({ zeroTerminalSnr, predictionType: prediction }),
      beta_schedule: schedule,
    };
    const process = createForwardProcess(scheduler, gamma);
    const levels = process.at(timesteps.map((timestep) => (timestep + 0.5) / 1000));
    expect([...levels.timesteps]).toEqual(timesteps);
    expectClose(levels.weights ?? timesteps.map(() => 1), expected.weights, 'weight');
    const shape: [number, number, number, number] = [timesteps.length, 1, 1, 1];
    const [x0, unit] = [tf.fill(shape, original), tf.fill(shape, noise)];
    const level = levelTensors(levels);
    expectClose(await mixNoise(x0, unit, level).data(), expected.noisy, 'noisy');
    expectClose(await predictionTarget(process.prediction, x0, unit, level).data(), expected.target, 'target');
  });
});

test('flow: the shares of image and noise sum to 1, timesteps are thousandths, and all weights are 1', () => {
  const process = createForwardProcess(schedulerOf({ predictionType: 'flow' }), 5);
  expect(process.prediction).toBe('flow');
  const { timesteps, alphas, sigmas, weights } = process.at([0, 0.25, 0.75]);
  expect([[...timesteps], [...alphas], [...sigmas], weights]).toEqual([
    [0, 250, 750],
    [1, 0.75, 0.25],
    [0, 0.25, 0.75],
    null,
  ]);
});

test('the scheduler determines what a network predicts', () => {
  expect(predictionOf(schedulerOf({ predictionType: 'v_prediction' }))).toBe('v_prediction');
  expect(predictionOf(schedulerOf({ predictionType: 'flow' }))).toBe('flow');
  expect(predictionOf({ _class_name: 'DDIMScheduler' })).toBe('epsilon');
  expect(() => predictionOf({ _class_name: 'DDIMScheduler', prediction_type: 'score' })).toThrow('prediction_type');
});

/** Deviation of the estimate from the truth in units of its standard error. */
const withinErrors = 5;

test('uniform: all timesteps are equally likely, and all are drawn', () => {
  const process = createForwardProcess(schedulerOf({}));
  const count = 20_000;
  const { timesteps } = process.draw('uniform', count, randomStream(5));
  const mean = timesteps.reduce((sum, timestep) => sum + timestep, 0) / count;
  expect(Math.abs(mean - 499.5)).toBeLessThan((withinErrors * 1000) / Math.sqrt(12 * count));
  expect([Math.min(...timesteps), Math.max(...timesteps)]).toEqual([0, 999]);
});

test('logit-normal: half below the middle, 68 % within a standard deviation of it', () => {
  const process = createForwardProcess(schedulerOf({ predictionType: 'flow' }));
  const count = 20_000;
  const { sigmas } = process.draw('logit-normal', count, randomStream(6));
  const share = (of: (z: number) => boolean) =>
    sigmas.reduce((sum, sigma) => sum + Number(of(Math.log(sigma / (1 - sigma)))), 0) / count;
  const error = (p: number) => withinErrors * Math.sqrt((p * (1 - p)) / count);
  expect(Math.abs(share((z) => z < 0) - 0.5)).toBeLessThan(error(0.5));
  expect(Math.abs(share((z) => Math.abs(z) < 1) - 0.6827)).toBeLessThan(error(0.6827));
});

test('a draw depends only on its stream, image i’s level does not depend on the number of images, and all values are in range', () => {
  const process = fc
    .record({
      predictionType: fc.constantFrom('epsilon', 'sample', 'v_prediction', 'flow' as const),
      betaSchedule: fc.constantFrom('linear', 'scaled_linear', 'squaredcos_cap_v2' as const),
      zeroTerminalSnr: fc.boolean(),
      minSnrGamma: fc.constantFrom(0, 1, 5, 20),
    })
    .map(({ minSnrGamma, ...changes }) => createForwardProcess(schedulerOf(changes), minSnrGamma));
  const distribution = fc.constantFrom('uniform', 'logit-normal' as const);
  fc.assert(
    fc.property(process, distribution, fc.integer({ min: 1, max: 40 }), fc.nat(), (forward, from, count, seed) => {
      const levels = forward.draw(from, count, randomStream(seed));
      const more = forward.draw(from, count + 3, randomStream(seed));
      expect(more.timesteps.slice(0, count)).toEqual(levels.timesteps);
      for (let i = 0; i < count; i++) {
        const [timestep = -1, alpha = -1, sigma = -1] = [levels.timesteps[i], levels.alphas[i], levels.sigmas[i]];
        expect(timestep).toBeGreaterThanOrEqual(0);
        expect(timestep).toBeLessThan(1000);
        const total = forward.prediction === 'flow' ? alpha + sigma : alpha ** 2 + sigma ** 2;
        expect(total).toBeCloseTo(1, 6);
        const weight = levels.weights ? (levels.weights[i] ?? Number.NaN) : 1;
        expect(weight).toBeGreaterThanOrEqual(0);
        expect(weight).toBeLessThan(Number.POSITIVE_INFINITY);
      }
    }),
  );
});
