/** Replayed passes answer what the model does, bit for bit. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Device, openDevice } from '../../device/index.ts';
import { loadRecording } from '../../device/recording-loader.ts';
import { torchInitialization } from '../../nn/parameters.ts';
import { randomStream } from '../../random.ts';
import { createUNet2DModel, type UNet2DModel } from './index.ts';
import { withReplayedForward } from './replayed-forward.ts';
import { smallUNetConfig, withClasses } from './small-unet.testing.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
  await loadRecording();
});
afterAll(() => device.dispose());

function model(): UNet2DModel {
  return createUNet2DModel(smallUNetConfig(withClasses), torchInitialization(randomStream(9)));
}

function pictures(count: number, step: number): tf.Tensor4D {
  const values = new Float32Array(count * 32 * 32 * 3);
  randomStream(3).fork(`${step}`).normal(0, values);
  return tf.tensor4d(values, [count, 32, 32, 3]);
}

test('other pictures, timesteps and classes each time, three of them and two in turn', async () => {
  const before = tf.memory();
  const [plain, replayed] = [model(), withReplayedForward(model())];
  for (let step = 0; step < 10; step++) {
    const count = step % 2 === 0 ? 3 : 2;
    const x = pictures(count, step);
    const timesteps = Array.from({ length: count }, (_, i) => 100 * i + 7.5 * step);
    const labels = Array.from({ length: count }, (_, i) => (step + i) % 11);
    const answer = tf.tidy(() => replayed.forward(x, timesteps, labels));
    const expected = tf.tidy(() => plain.forward(x, tf.tensor1d(timesteps), tf.tensor1d(labels, 'int32')));
    expect(await answer.data()).toEqual(await expected.data());
    tf.dispose([x, expected, answer]);
  }
  plain.dispose();
  replayed.dispose();
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numBytes).toBe(before.numBytes);
});
