import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Device, openDevice } from '../../backends/open-device.ts';
import { randomStream } from '../../random.ts';
import { randomNormal, referenceNormal, type Shape4D } from './index.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
});
afterAll(() => device.dispose());

async function largestDifference(shape: Shape4D, seed: number, counter: number): Promise<number> {
  const stream = randomStream(seed).fork('noise');
  const [made, reference] = [randomNormal(shape, stream, counter), referenceNormal(shape, stream, counter)];
  const [a, b] = [await made.data<'float32'>(), await reference.data<'float32'>()];
  tf.dispose([made, reference]);
  expect(a).toHaveLength(b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}

describe('noise made on WebGPU equals the noise of random.ts', () => {
  test.each<[Shape4D, number, number]>([
    [[64, 32, 32, 3], 1, 0],
    // Not a multiple of four: the last thread writes a part of its block.
    [[1, 5, 7, 3], 2, 3],
    [[1, 1, 1, 1], 3, 0],
    // The carry into the counter's second word, and a counter above 32 bits.
    [[1, 8, 8, 3], 4, 2 ** 32 - 7],
    [[1, 8, 8, 3], 4294967295, 2 ** 52 + 12345],
  ])('%j, seed %i, counter %i', async (shape, seed, counter) => {
    expect(await largestDifference(shape, seed, counter)).toBeLessThan(2e-6);
  });

  test('leaves nothing but its result', () => {
    const before = tf.memory().numTensors;
    randomNormal([2, 4, 4, 3], randomStream(1)).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
