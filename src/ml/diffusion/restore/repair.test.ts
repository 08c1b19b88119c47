import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDevice } from '../../backends/open-device.ts';
import { recipes } from '../../config.ts';
import { cifar10 } from '../../data/cifar10.testing.ts';
import { describeNetwork } from '../../network-description.lazy.ts';
import { randomStream } from '../../random.ts';
import type { Answer } from '../denoiser.ts';
import { predictionTarget } from '../prediction.ts';
import { createForwardProcess, levelTensors } from '../process.ts';
import { type Damage, damagePictures } from './damages.ts';
import { passesOf } from './levels.ts';
import { methodRefusal, repairDefaults } from './methods.ts';
import { remainsOf } from './remains.ts';
import { repair } from './repair.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

const shape = { side: 8, channels: 3 } as const;
const size = { width: 8, height: 8, channels: 3 } as const;
const truthBytes = new Uint8Array(192).map((_, i) => (i * 29) % 256);
const plan = { steps: 6, jump: 2, resamples: 2 };
const { tiny, flow } = recipes;
const experiments = {
  'epsilon, linear': tiny.experiment,
  'v_prediction, zero terminal SNR': {
    ...tiny.experiment,
    predictionType: 'v_prediction',
    zeroTerminalSnr: true,
  },
  'sample, squaredcos_cap_v2': { ...tiny.experiment, predictionType: 'sample', betaSchedule: 'squaredcos_cap_v2' },
  flow: flow.experiment,
} as const;
const damages: readonly Damage[] = [
  { kind: 'mask', lost: new Uint8Array(64).map((_, i) => (i % 3 === 0 ? 1 : 0)), noise: 0 },
  { kind: 'scratches', count: 2 },
  { kind: 'pixelation', block: 4 },
  { kind: 'downscaling', factor: 2 },
  { kind: 'grey' },
  { kind: 'noise', noise: 0.3 },
];

describe.each(Object.entries(experiments))('a network of %s', (_, experiment) => {
  const network = describeNetwork(experiment, cifar10);
  if (network.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
  const process = createForwardProcess(network.scheduler);
  const { prediction } = process;
  let truth: tf.Tensor4D;
  beforeAll(() => {
    truth = tf.tidy(() => tf.sub<tf.Tensor4D>(tf.div(tf.tensor4d([...truthBytes], [1, 8, 8, 3]), 127.5), 1));
  });
  /** Answers as if everything were this picture. */
  const knowing =
    (picture: tf.Tensor4D): Answer =>
    (x, timestep) => {
      const place = (timestep + 0.001) / process.numTrainTimesteps;
      const level = levelTensors(process.at([Math.min(place, 1 - 1e-6)]));
      const noise = tf.div(tf.sub(x, tf.mul(picture, level.alpha)), level.sigma);
      return predictionTarget(prediction, picture, noise, level) as tf.Tensor4D;
    };

  it.each(damages)('that knows the picture repairs $kind by every method that fits', async (damage) => {
    const damaged = damagePictures(truthBytes, size, damage, randomStream(1));
    const remains = remainsOf(damaged, shape, damage);
    for (const method of ['repaint', 'ddnm'] as const) {
      if (methodRefusal(method, damage, { kind: 'diffusion', channels: 3 })) continue;
      const before = tf.memory().numTensors;
      const seen: number[] = [];
      const result = await repair(knowing(truth), remains, {
        ...plan,
        ...{ method, process, prediction, stream: randomStream(2) },
        onStep: async ({ index, total }) => {
          expect(total).toBe(passesOf(plan));
          seen.push(index);
        },
      });
      expect(tf.memory().numTensors).toBe(before + 1);
      expect(seen).toEqual(Array.from({ length: passesOf(plan) }, (__, i) => i));
      const apart = tf.tidy(() => tf.max(tf.abs(tf.sub(result, truth))).dataSync()[0]);
      // What was measured is bytes.
      expect(apart, method).toBeLessThan(0.5 / 127.5 + 2e-3);
      result.dispose();
    }
    remains.dispose();
  });

  it.each(damages.slice(0, 5))('that predicts another picture still keeps what $kind has left', async (damage) => {
    const damaged = damagePictures(truthBytes, size, damage, randomStream(1));
    const remains = remainsOf(damaged, shape, damage);
    const wrong = tf.fill([1, 8, 8, 3], 0.4) as tf.Tensor4D;
    const options = { ...plan, method: 'ddnm', process, prediction, stream: randomStream(2) } as const;
    const result = await repair(knowing(wrong), remains, options);
    const apart = tf.tidy(() => tf.max(tf.abs(tf.sub(remains.project(result), remains.measured))).dataSync()[0]);
    // A grey picture's three bytes are equal; those of blocks, too.
    expect(apart).toBeLessThan(1e-5);
    result.dispose();
    wrong.dispose();
    remains.dispose();
  });
});

it('can be cancelled between two passes, and leaves nothing behind', async () => {
  const network = describeNetwork(flow.experiment, cifar10);
  if (network.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
  const process = createForwardProcess(network.scheduler);
  const damage: Damage = { kind: 'downscaling', factor: 2 };
  const remains = remainsOf(damagePictures(truthBytes, size, damage, randomStream(1)), shape, damage);
  const before = tf.memory().numTensors;
  const aborter = new AbortController();
  let passes = 0;
  const options = {
    ...plan,
    ...({ method: 'ddnm', process, prediction: 'flow', stream: randomStream(1), signal: aborter.signal } as const),
    onStep: async () => {
      passes += 1;
      if (passes === 3) aborter.abort();
    },
  };
  await expect(repair((x) => tf.zerosLike(x), remains, options)).rejects.toMatchObject({ code: 'cancelled' });
  expect(passes).toBe(3);
  await expect(repair((x) => tf.zerosLike(x), remains, { ...options, steps: 2000 })).rejects.toMatchObject({
    code: 'value-invalid',
  });
  expect(tf.memory().numTensors).toBe(before);
  remains.dispose();
});

it('fits methods to damages and networks', () => {
  const [article, unet] = [
    { kind: 'one-pass', channels: 3 },
    { kind: 'diffusion', channels: 3 },
  ] as const;
  expect(methodRefusal('one-pass', { kind: 'mask' }, article)).toBeNull();
  expect(methodRefusal('ddnm', { kind: 'mask' }, article)).toBe('needs-levels');
  expect(methodRefusal('one-pass', { kind: 'mask' }, unet)).toBe('needs-noise');
  expect(methodRefusal('repaint', { kind: 'grey' }, unet)).toBe('needs-lost-pixels');
  expect(methodRefusal('ddnm', { kind: 'grey' }, { ...unet, channels: 1 })).toBe('needs-colours');
  expect(passesOf({ ...repairDefaults, resamples: 1 })).toBe(repairDefaults.steps);
});
