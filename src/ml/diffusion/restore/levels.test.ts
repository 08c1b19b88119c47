import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { openDevice } from '../../backends/open-device.ts';
import { recipes } from '../../config.ts';
import { cifar10 } from '../../data/cifar10.testing.ts';
import { describeNetwork } from '../../network-description.lazy.ts';
import { createForwardProcess } from '../process.ts';
import { samplerConfig } from '../sampler-config.ts';
import { createScheduler } from '../schedulers/index.ts';
import { lessNoisy, levelsVisited, noiseLevels, noisier } from './levels.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

const { tiny, flow } = recipes;
function schedulerOf(experiment: typeof tiny.experiment | typeof flow.experiment) {
  const network = describeNetwork(experiment, cifar10);
  if (network.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
  return network.scheduler;
}
const schedulers = {
  linear: schedulerOf(tiny.experiment),
  'squaredcos_cap_v2, zero terminal SNR': schedulerOf({
    ...tiny.experiment,
    betaSchedule: 'squaredcos_cap_v2',
    zeroTerminalSnr: true,
  }),
  flow: schedulerOf(flow.experiment),
};

describe.each(Object.entries(schedulers))('levels of %s', (_, config) => {
  const levels = noiseLevels(createForwardProcess(config), 12);
  const variance = (level: number) => (levels.sigmas[level] ?? 0) ** 2;

  it('go from the picture to the last timestep, and steps in both directions have the right mean and variance', () => {
    expect([levels.alphas[0], levels.sigmas[0]]).toEqual([1, 0]);
    expect(levels.timesteps.at(-1)).toBeGreaterThan(998);
    for (let s = 0; s < 12; s++) {
      for (let t = s + 1; t <= 12; t++) {
        const [up, down] = [noisier(levels, s, t), lessNoisy(levels, t, s)];
        // x_t from x_s: alpha_t x_0 and variance sigma_t^2.
        expect(up.sample * (levels.alphas[s] ?? 0)).toBeCloseTo(levels.alphas[t] ?? 0, 6);
        expect((up.sample * (levels.sigmas[s] ?? 0)) ** 2 + up.deviation ** 2).toBeCloseTo(variance(t), 6);
        // x_s from x_t and x_0: the same.
        expect(down.original + down.sample * (levels.alphas[t] ?? 0)).toBeCloseTo(levels.alphas[s] ?? 0, 6);
        expect((down.sample * (levels.sigmas[t] ?? 0)) ** 2 + down.deviation ** 2).toBeCloseTo(variance(s), 6);
      }
    }
  });
});

it('steps on a schedule of betas as DDPM does', () => {
  const steps = 10;
  const process = createForwardProcess(schedulers.linear);
  const scheduler = createScheduler(
    { ...samplerConfig(schedulers.linear, 'ddpm'), timestep_spacing: 'trailing', clip_sample: false },
    {},
  );
  scheduler.setTimesteps(steps);
  const levels = noiseLevels(process, steps);
  expect(Array.from(scheduler.timesteps)).toEqual(levels.timesteps.slice(1).toReversed());
  const [x, epsilon, z] = [0.7, -0.4, 1.3];
  for (const [i, timestep] of Array.from(scheduler.timesteps).entries()) {
    const level = steps - i;
    const [alpha = 0, sigma = 0] = [levels.alphas[level], levels.sigmas[level]];
    const step = lessNoisy(levels, level, level - 1);
    const ours = step.sample * x + (step.original * (x - sigma * epsilon)) / alpha + step.deviation * z;
    const theirs = tf.tidy(() => scheduler.step(tf.scalar(epsilon), i, tf.scalar(x), () => tf.scalar(z)).dataSync()[0]);
    expect(ours, `timestep ${timestep}`).toBeCloseTo(theirs ?? Number.NaN, 3);
  }
});

describe('levels visited', () => {
  test('one after another if none is repeated', () => {
    expect(levelsVisited(4, 2, 1)).toEqual([4, 3, 2, 1, 0]);
    expect(levelsVisited(3, 5, 4)).toEqual([3, 2, 1, 0]);
  });

  test('as in RePaint’s get_schedule_jump, without those that it only passes on the way up', () => {
    expect(levelsVisited(6, 2, 2)).toEqual([6, 5, 4, 3, 5, 4, 3, 2, 1, 3, 2, 1, 0]);
    expect(levelsVisited(5, 2, 3)).toEqual([5, 4, 3, 5, 4, 3, 5, 4, 3, 2, 1, 3, 2, 1, 3, 2, 1, 0]);
  });
});
