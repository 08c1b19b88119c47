import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import { recipes } from '../config.ts';
import { articleNetwork, cifar10, setClasses } from '../data/cifar10.testing.ts';
import { DeviceImages } from '../data/device-images.ts';
import { loadRecording } from '../device/recording-loader.ts';
import { randomStream } from '../random.ts';
import { createLearner } from './create-learner.ts';
import type { Learner, StepBatch } from './learner.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
  await loadRecording();
});
afterAll(() => device.dispose());

const imageBytes = 3072;
const bytes = new Uint8Array(8 * imageBytes);
randomStream(4).uint32(0, new Uint32Array(bytes.buffer));

/** The numbers of `count` of the eight images, which differ from step to step. */
const indicesOf = (step: number, count: number) => Uint32Array.from({ length: count }, (_, i) => (step * 3 + i) % 8);

async function storedImages(): Promise<DeviceImages> {
  const stored = await DeviceImages.create(8, cifar10);
  if (!stored) throw new Error('eight images fit everywhere');
  stored.write(0, bytes);
  return stored;
}

/**
 * Takes a step. Returns its loss and norm, one weight afterwards, and the number of bind groups
 * that it made, which is 0 if the step was replayed.
 */
async function step(learner: Learner, batch: StepBatch) {
  const grouped = vi.spyOn(GPUDevice.prototype, 'createBindGroup');
  const measured = learner.step(batch, 1e-3);
  const groups = grouped.mock.calls.length;
  grouped.mockRestore();
  const values = [...(await measured.data<'float32'>())];
  measured.dispose();
  const weight = await learner.parameters.get('encoder.2.weight')?.data<'float32'>();
  return { values, weight: [...(weight ?? [])], groups };
}

const article = () => createLearner(articleNetwork, recipes.article.experiment, { totalSteps: 100, setClasses });

test('replayed steps equal computed ones bit for bit, and a smaller batch in between is computed', async () => {
  const [here, there] = [await storedImages(), await storedImages()];
  const before = tf.memory().numTensors;
  const [replaying, computing] = [await article(), await article()];
  const groups: number[] = [];
  for (const [i, count] of [4, 4, 4, 4, 2, 4].entries()) {
    const batch = { indices: indicesOf(i, count), labels: new Uint16Array(count) };
    const replayed = await step(replaying, { ...batch, stored: here });
    // The images are in another buffer each time, so that no recording fits and every step is
    // computed.
    const computed = await step(computing, { ...batch, stored: i % 2 === 0 ? here : there });
    expect(computed.groups).toBeGreaterThan(0);
    expect(replayed.values).toEqual(computed.values);
    expect(replayed.weight).toEqual(computed.weight);
    groups.push(replayed.groups);
  }
  expect(groups.slice(0, 2).every((count) => count > 0)).toBe(true);
  expect([groups[2], groups[3], groups[5]]).toEqual([0, 0, 0]);
  expect(groups[4]).toBeGreaterThan(0);
  replaying.dispose();
  computing.dispose();
  here.dispose();
  there.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
