import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { recipes } from '../ml/config.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import { openDevice } from '../ml/device/index.ts';
import { createForwardProcess } from '../ml/diffusion/process.ts';
import { describeNetwork } from '../ml/networks.ts';
import type { DiffusionNetwork } from './network.ts';
import { picturesOf } from './pictures.ts';
import { restorePicture } from './restore.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

const original = picturesOf(
  new Uint8Array(32 * 32 * 3).map((_, i) => 40 + ((i * 7) % 170)),
  cifar10,
);
const { tiny, flow } = recipes;
const experiments = {
  linear: tiny.experiment,
  'squaredcos_cap_v2, v_prediction': {
    ...tiny.experiment,
    betaSchedule: 'squaredcos_cap_v2',
    predictionType: 'v_prediction',
  },
  'zero terminal SNR': { ...tiny.experiment, zeroTerminalSnr: true },
  flow: flow.experiment,
} as const;

describe.each(Object.entries(experiments))('a network of %s', (_, experiment) => {
  const described = describeNetwork(experiment, cifar10);
  if (described.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
  const { scheduler } = described;
  const process = createForwardProcess(scheduler);

  it.each([0, 0.05, 0.5, 1, 2])('is asked where the noise is as strong as the damage: %d', async (noise) => {
    const asked: { timestep: number; std: number }[] = [];
    const network: DiffusionNetwork = {
      kind: 'diffusion',
      shape: cifar10,
      process,
      scheduler,
      denoiser: {
        prediction: process.prediction,
        knowsClasses: false,
        answersWithoutClass: true,
        answer(x, timestep) {
          const { variance } = tf.moments(x);
          const std = Math.sqrt(variance.dataSync()[0] ?? 0);
          asked.push({ timestep: typeof timestep === 'number' ? timestep : (timestep[0] ?? Number.NaN), std });
          return tf.zerosLike(x);
        },
      },
      dispose: () => {},
    };
    const before = tf.memory().numTensors;
    await restorePicture(network, { original, noise, seed: 3, baseline: 'gaussian' }, 1);
    expect(tf.memory().numTensors).toBe(before);
    const [{ timestep, std } = { timestep: Number.NaN, std: 0 }] = asked;
    const total = process.numTrainTimesteps;
    const at = (t: number) => {
      const { alphas, sigmas } = process.at([(t + 0.5) / total]);
      return { alpha: alphas[0] ?? 0, ratio: (sigmas[0] ?? 0) / (alphas[0] ?? 0) };
    };
    // The nearest level above; the schedule's first is noisier than nothing.
    expect(at(timestep).ratio).toBeGreaterThanOrEqual(noise - 2e-3);
    expect(at(Math.max(0, timestep - 1)).ratio).toBeLessThanOrEqual(Math.max(noise, at(0).ratio));
    // Scaled, so that the picture in it is as faint as the network has learned.
    const clean = tf.tidy(() =>
      Math.sqrt(
        tf.moments(tf.tensor1d(Float32Array.from(original.rgb, (v) => v / 127.5 - 1))).variance.dataSync()[0] ?? 0,
      ),
    );
    expect(std / at(timestep).alpha).toBeGreaterThan(clean * 0.95);
  });
});
