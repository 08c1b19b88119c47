import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type GoldenSchedulers, readGoldenSchedulers } from '../../../../tools/golden/read.ts';
import { openDevice } from '../../backends/open-device.ts';
import { schedulerClassNames } from '../../samplers.ts';
import { createScheduler } from './index.ts';

type Case = GoldenSchedulers['cases'][number];

const { shape, cases } = readGoldenSchedulers();
const size = shape.reduce((product, length) => product * length, 1);
/** Relative to the value, or absolute if that is below 1. */
const tolerance = 1e-4;

beforeAll(async () => {
  await openDevice('cpu');
});

/** The patterns and the network of tools/golden/schedulers.py. */
function patternValue(p: number, k: number): number {
  return ((73 * k + 179 * p + 19) % 257) / 128 - 1;
}

function pattern(p: number): tf.Tensor {
  return tf.tensor(
    Array.from({ length: size }, (_, k) => patternValue(p, k)),
    shape,
  );
}

function network(input: ArrayLike<number>, i: number): tf.Tensor {
  const answer = (x: number, k: number) => (0.75 * x) / (1 + Math.abs(x)) + 0.25 * patternValue(100 + i, k);
  return tf.tensor(Array.from(input, answer), shape);
}

/** The largest difference, of the larger of 1 and the expected value. */
function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual).toHaveLength(expected.length);
  const differences = Array.from(
    expected,
    (value, k) => Math.abs((actual[k] ?? Number.NaN) - value) / Math.max(1, Math.abs(value)),
  );
  return differences.some(Number.isNaN) ? Number.NaN : Math.max(...differences);
}

async function worstDifferences(golden: Case): Promise<Record<string, number>> {
  const scheduler = createScheduler(golden.config, golden.eta === undefined ? {} : { eta: golden.eta });
  scheduler.setTimesteps(golden.steps);
  const worst: Record<string, number> = {
    timesteps: difference(scheduler.timesteps, golden.timesteps),
    initNoiseSigma: difference([scheduler.initNoiseSigma], [golden.initNoiseSigma]),
  };
  const compare = async (name: string, actual: tf.Tensor, expected: ArrayLike<number>) => {
    const found = difference(await actual.data(), expected);
    worst[name] = Math.max(worst[name] ?? 0, found);
  };
  const middle = golden.timesteps[Math.floor(golden.timesteps.length / 2)] ?? Number.NaN;
  await compare('addNoise', scheduler.addNoise(pattern(1), pattern(2), middle), golden.noisy);
  let sample = tf.mul(pattern(0), scheduler.initNoiseSigma);
  for (const [i, expected] of golden.samples.entries()) {
    const input = scheduler.scaleModelInput(sample, i);
    if (i === 0) await compare('scaleModelInput', input, golden.firstInput);
    const output = network(await input.data(), i);
    const original = golden.originals?.[i];
    if (original) await compare('predictOriginal', scheduler.predictOriginal(output, i, sample), original);
    sample = scheduler.step(output, i, sample, () => pattern(500 + i));
    await compare('step', sample, expected);
  }
  scheduler.dispose();
  return worst;
}

describe.each(schedulerClassNames)('%s', (name) => {
  const ofClass = cases.filter((golden) => golden.config._class_name === name);

  test('has golden cases', () => {
    expect(ofClass.length).toBeGreaterThan(5);
  });

  test.each(
    ofClass.map(
      (golden) => [JSON.stringify({ steps: golden.steps, eta: golden.eta, ...golden.config }), golden] as const,
    ),
  )('agrees with diffusers: %s', async (_, golden) => {
    const worst = await worstDifferences(golden);
    if (process.env.SHOW_DIFFERENCES) console.log('DIFF', name, JSON.stringify(worst));
    for (const [what, found] of Object.entries(worst)) expect(found, what).toBeLessThanOrEqual(tolerance);
  });
});
