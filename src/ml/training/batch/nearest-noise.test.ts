import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { openDevice } from '../../backends/open-device.ts';
import { createForwardProcess } from '../../diffusion/process.ts';
import { diffusionBatch } from './diffusion.ts';
import { composedBatch } from './index.ts';
import { goldenNoises } from './nearest-noise.testing.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

test.each(goldenNoises)('each image gets the noise that PyTorch chooses: $name', async (golden) => {
  const tensors = tf.memory().numTensors;
  const epsilon = diffusionBatch(createForwardProcess({ _class_name: 'DDPMScheduler' }), 'uniform', golden.draws);
  const assembly = composedBatch(epsilon, golden.shape);
  assembly.write({ bytes: golden.bytes }, golden.streams);
  const target = tf.tidy(() => assembly.make().target);
  expect(await target.data<'float32'>()).toEqual(golden.noise);
  target.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
});
