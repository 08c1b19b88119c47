import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { openDevice } from './backends/open-device.ts';
import { cifar10 } from './data/cifar10.testing.ts';
import { toBytes, toTensor } from './pixels.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

test('every byte comes back; 0 is -1, 255 is 1', async () => {
  const rgb = Uint8Array.from({ length: 3072 }, (_, i) => i % 256);
  const tensor = toTensor(rgb, cifar10);
  expect(tensor.shape).toEqual([1, 32, 32, 3]);
  const values = await tensor.data<'float32'>();
  expect([values[0], values[255]]).toEqual([-1, 1]);
  expect(await toBytes(tensor)).toEqual(rgb);
});

test('what lies beyond [-1, 1] is clamped, the rest goes to the nearest byte', async () => {
  const values = [-7, -1.01, -0.999, 0, 0.9961, 1.01, 7];
  const bytes = await toBytes(tf.tensor4d([...values, ...new Array<number>(5).fill(0)], [1, 2, 2, 3]));
  expect([...bytes.subarray(0, 7)]).toEqual([0, 0, 0, 128, 255, 255, 255]);
});

test('refuses bytes that are no whole number of pictures', () => {
  expect(() => toTensor(new Uint8Array(3071), cifar10)).toThrow(RangeError);
});
