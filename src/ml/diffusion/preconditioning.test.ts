import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import type { UNet2DModel } from '../models/unet2d/index.ts';
import { smallUNetConfig } from '../models/unet2d/small-unet.testing.ts';
import { preconditioned } from './preconditioning.ts';
import type { SchedulerConfig } from './schedulers/index.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('cpu');
});
afterAll(() => device.dispose());

const [original, noise] = [0.3, -1.7];

/**
 * The velocity at `s` of the way from the image to the noise, if `answer` plays the network: it
 * gets the network's two inputs, the picture and the noise level, and returns the network's output.
 */
async function velocityAt(s: number, scheduler: SchedulerConfig, answer: (x: number, told: number) => number) {
  const model: UNet2DModel = {
    config: smallUNetConfig(),
    parameters: new Map(),
    forward: (x, timesteps) => {
      const [seen = Number.NaN] = x.dataSync();
      const [told = Number.NaN] = timesteps instanceof tf.Tensor ? timesteps.dataSync() : Array.from(timesteps);
      return tf.fill([1, 1, 1, 1], answer(seen, told));
    },
    dispose() {},
  };
  const x = tf.fill<tf.Rank.R4>([1, 1, 1, 1], (1 - s) * original + s * noise);
  const velocity = tf.tidy(() => preconditioned(model, scheduler).forward(x, [1000 * s]));
  const [value] = await velocity.data();
  tf.dispose([x, velocity]);
  return value;
}

test.each(['epsilon', 'v_prediction'] as const)(
  'EDM: turns a perfect network’s output of %s into the velocity',
  async (type) => {
    for (const s of [0.01, 0.3, 0.7, 0.98]) {
      const sigma = s / (1 - s);
      const data = 0.5;
      const noisy = original + sigma * noise;
      const [skip, out] = [data ** 2 / (sigma ** 2 + data ** 2), (sigma * data) / Math.hypot(sigma, data)];
      const velocity = await velocityAt(s, { _class_name: 'EDMEulerScheduler', prediction_type: type }, (x, told) => {
        expect(x).toBeCloseTo(noisy / Math.hypot(sigma, data), 4);
        expect(told).toBeCloseTo(0.25 * Math.log(sigma), 4);
        return ((original - skip * noisy) / out) * (type === 'epsilon' ? 1 : -1);
      });
      expect(velocity).toBeCloseTo(noise - original, 3);
    }
  },
);

test('variance exploding SDE: turns a perfect network’s score of images in [0, 1] into the velocity', async () => {
  for (const s of [0.05, 0.5, 0.95]) {
    const sigma = s / (1 - s) / 2;
    const velocity = await velocityAt(s, { _class_name: 'ScoreSdeVeScheduler' }, (x, told) => {
      expect(x).toBeCloseTo((original + 1) / 2 + sigma * noise, 4);
      expect(told).toBeCloseTo(sigma, 4);
      return -noise / sigma;
    });
    expect(velocity).toBeCloseTo(noise - original, 3);
  }
});

test('limits the noise level to the range that the network was trained on', async () => {
  await velocityAt(1, { _class_name: 'EDMEulerScheduler' }, (x, told) => {
    expect(told).toBeCloseTo(0.25 * Math.log(80), 4);
    expect(Math.abs(x)).toBeLessThan(2);
    return 0;
  });
});
