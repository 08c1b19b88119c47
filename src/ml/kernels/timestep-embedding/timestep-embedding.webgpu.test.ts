import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openBothBackends } from '../compare.testing.ts';
import { type TimestepEmbeddingOptions, timestepEmbedding } from './index.ts';

openBothBackends();

/** Whole timesteps, fractions, the smallest and the largest. */
const timesteps = Float32Array.from({ length: 600 }, (_, i) => {
  if (i < 300) return Math.min(1000, Math.round(i * 3.34));
  return i < 598 ? (i - 300) * 3.3572 + 1 / 3 : (i - 598) * 1e-3;
});

const shapes: TimestepEmbeddingOptions[] = [
  { dimensions: 32, flipSinToCos: true, frequencyShift: 0 },
  { dimensions: 128, flipSinToCos: false, frequencyShift: 1 },
  { dimensions: 7, flipSinToCos: true, frequencyShift: 0 },
];

/**
 * The largest difference between the embedding of a tensor on this backend and that of the same
 * numbers, computed on the host.
 */
async function largestError(backend: 'cpu' | 'webgpu', options: TimestepEmbeddingOptions): Promise<number> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const [tensor, numbers] = tf.tidy(() => [
    timestepEmbedding(tf.tensor1d(timesteps), options),
    timestepEmbedding(timesteps, options),
  ]) as [tf.Tensor2D, tf.Tensor2D];
  expect(tensor.shape).toEqual([timesteps.length, options.dimensions]);
  const [actual, expected] = [await tensor.data<'float32'>(), await numbers.data<'float32'>()];
  tf.dispose([tensor, numbers]);
  expect(tf.memory().numTensors, 'nothing is left behind').toBe(before);
  return expected.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (actual[i] ?? Number.NaN))), 0);
}

test.each(shapes)(
  'the embedding of a tensor on the device agrees with that of numbers on the host: %j',
  async (options) => {
    expect(await largestError('webgpu', options)).toBeLessThan(1e-6);
    expect(await largestError('cpu', options), 'composed').toBeLessThan(1e-6);
  },
);
