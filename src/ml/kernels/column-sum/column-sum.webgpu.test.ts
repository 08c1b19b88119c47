/** Sums and means over all axes but the last, compared with exact sums of whole numbers. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Device, openDevice } from '../../backends/open-device.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
});
afterAll(() => device.dispose());

/**
 * Element i is (7 i) mod 11 - 5, a whole number, so that every order of adding gives the same sum.
 */
function wholeNumbers(shape: number[]): { tensor: tf.Tensor; values: Float32Array } {
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((7 * i) % 11) - 5);
  return { tensor: tf.tensor(values, shape), values };
}

function expectedSums(values: Float32Array, columns: number): number[] {
  const sums = new Array<number>(columns).fill(0);
  for (const [i, value] of values.entries()) sums[i % columns] = (sums[i % columns] ?? 0) + value;
  return sums;
}

describe('column sums', () => {
  test.each([
    // One pass.
    [[5, 3]],
    [[1, 1]],
    [[2, 5, 6, 96]],
    // Two passes; the last part is shorter than the others.
    [[3, 33, 31, 4]],
    [[1000, 1]],
    [[4, 32, 32, 5]],
  ])('%j', async (shape) => {
    const { tensor, values } = wholeNumbers(shape);
    const axes = shape.slice(0, -1).map((_, axis) => axis);
    const columns = shape.at(-1) ?? 0;
    const tensors = tf.memory().numTensors;
    const [sums, kept] = [tf.sum(tensor, axes), tf.sum(tensor, axes, true)];
    expect(sums.shape).toEqual([columns]);
    expect(kept.shape).toEqual([...axes.map(() => 1), columns]);
    expect([...(await sums.data())]).toEqual(expectedSums(values, columns));
    expect([...(await kept.data())]).toEqual(expectedSums(values, columns));
    const [means, keptMeans] = [tf.mean(tensor, axes), tf.mean(tensor, axes, true)];
    expect(keptMeans.shape).toEqual(kept.shape);
    const rows = values.length / columns;
    for (const found of [await means.data(), await keptMeans.data()]) {
      for (const [i, sum] of expectedSums(values, columns).entries()) expect(found[i]).toBeCloseTo(sum / rows, 6);
    }
    tf.dispose([sums, kept, means, keptMeans]);
    expect(tf.memory().numTensors).toBe(tensors);
    tensor.dispose();
  });

  test('leaves other axes to tfjs', async () => {
    const { tensor, values } = wholeNumbers([4, 6]);
    const [rows, all] = [tf.sum(tensor, 1), tf.sum(tensor)];
    expect([...(await rows.data())]).toEqual(
      [0, 1, 2, 3].map((row) => values.slice(6 * row, 6 * row + 6).reduce((a, b) => a + b)),
    );
    expect([...(await all.data())]).toEqual([values.reduce((a, b) => a + b)]);
    tf.dispose([tensor, rows, all]);
  });
});
