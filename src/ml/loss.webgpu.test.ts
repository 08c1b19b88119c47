/**
 * Compares the losses and their gradients with PyTorch's (tools/golden/loss.py), on every backend
 * that tests have.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import './models/unet2d/gradients.ts';
import { readGoldenLosses } from '../../tools/golden/read.ts';
import { type Device, openDevice } from './backends/open-device.ts';
import { batchLoss, imageLosses } from './loss.ts';
import { lossNames } from './options.ts';

const golden = readGoldenLosses();

async function expectClose(tensor: tf.Tensor, expected: readonly number[]): Promise<void> {
  const values = await tensor.data<'float32'>();
  expect(values).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs((values[i] ?? Number.NaN) - value)).toBeLessThan(1e-6);
}

describe.each(['cpu', 'webgpu'] as const)('on %s', (backend) => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice(backend);
  });
  afterAll(() => device.dispose());

  test.each(lossNames)('%s: loss, gradient, and each image’s loss agree with PyTorch', async (name) => {
    const tensors = tf.memory().numTensors;
    const [answer, target] = [tf.tensor4d(golden.answer, golden.shape), tf.tensor4d(golden.target, golden.shape)];
    const weights = tf.tensor4d(golden.weights, [golden.weights.length, 1, 1, 1]);
    const expected = golden.losses[name];
    for (const [kind, given] of [
      ['plain', null],
      ['weighted', weights],
    ] as const) {
      const { value, grad } = tf.valueAndGrad((x) => batchLoss(name, x, target, given))(answer);
      await expectClose(value, [expected[kind].loss]);
      await expectClose(grad, expected[kind].gradient);
      tf.dispose([value, grad]);
    }
    const ofImages = tf.tidy(() => imageLosses(name, answer, target));
    await expectClose(ofImages, expected.images);
    tf.dispose([answer, target, weights, ofImages]);
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
