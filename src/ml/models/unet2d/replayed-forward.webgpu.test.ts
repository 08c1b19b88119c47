/** Replayed passes answer what the model does, bit for bit. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Device, openDevice } from '../../backends/open-device.ts';
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

test('gives the same as without replaying, with other pictures, timesteps, classes and batch sizes each time', async () => {
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

test.each<[string, object, boolean]>([
  ['labels like timesteps', { class_embed_type: 'timestep' }, true],
  ['labels of another number of classes', { num_class_embeds: 5 }, true],
  ['frequencies of Fourier', { time_embedding_type: 'fourier' }, false],
  ['a table of timesteps', { time_embedding_type: 'learned', num_train_timesteps: 1000 }, false],
  [
    'resnets that halve and double',
    { down_block_types: ['ResnetDownsampleBlock2D', 'DownBlock2D'], act_fn: 'mish' },
    false,
  ],
])('timesteps and labels as tensors give the same as arrays: %s', async (_, changes, classes) => {
  const make = () => createUNet2DModel(smallUNetConfig(changes), torchInitialization(randomStream(9)));
  const [plain, replayed] = [make(), withReplayedForward(make())];
  const answers: number[] = [];
  for (let step = 0; step < 4; step++) {
    const x = tf.randomNormal<tf.Rank.R4>([2, 8, 8, 3], 0, 1, 'float32', step);
    const timesteps = [step + 1, 900 - 100 * step];
    const labels = classes ? [step % 5, 4] : undefined;
    const answer = tf.tidy(() => replayed.forward(x, timesteps, labels));
    const expected = tf.tidy(() => plain.forward(x, timesteps, labels));
    const [ours, theirs] = [await answer.data(), await expected.data()];
    for (const [i, value] of theirs.entries()) expect(Math.abs((ours[i] ?? Number.NaN) - value)).toBeLessThan(1e-4);
    answers.push(theirs[0] ?? 0);
    tf.dispose([x, expected, answer]);
  }
  expect(new Set(answers).size).toBe(4);
  plain.dispose();
  replayed.dispose();
});
