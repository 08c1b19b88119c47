/** Live tensors respect the order of the queue, on WebGPU and on the CPU. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import { createLiveTensor } from './live-tensors.ts';

let device: Device;
afterEach(() => device.dispose());

describe.each(['webgpu', 'cpu'] as const)('a live tensor on %s', (backend) => {
  test('a computation submitted before a write sees the old numbers', async () => {
    device = await openDevice(backend);
    const empty = tf.memory().numTensors;
    const live = createLiveTensor([2, 2], 'float32');
    const zeros = tf.add(live.tensor, 1);
    live.write(Float32Array.of(1, 2, 3, 4));
    const first = tf.mul(live.tensor, 10);
    // Reading makes tfjs keep the numbers on the host, and after the next write it must not return
    // those.
    expect([...(await live.tensor.data())]).toEqual([1, 2, 3, 4]);
    live.write(Float32Array.of(5, 6, 7, 8));
    const second = tf.mul(live.tensor, 10);
    expect([...(await zeros.data())]).toEqual([1, 1, 1, 1]);
    expect([...(await first.data())]).toEqual([10, 20, 30, 40]);
    expect([...(await second.data())]).toEqual([50, 60, 70, 80]);
    expect([...(await live.tensor.data())]).toEqual([5, 6, 7, 8]);
    live.copy(first);
    expect([...(await live.tensor.data())]).toEqual([10, 20, 30, 40]);
    expect(() => tf.tidy(() => live.copy(tf.scalar(1)))).toThrow('float32 [] for float32 [2,2]');
    tf.dispose([zeros, first, second]);
    live.dispose();
    expect(tf.memory().numTensors).toBe(empty);
  });

  test('holds whole numbers, and refuses numbers of another count or type', async () => {
    device = await openDevice(backend);
    const live = createLiveTensor([2], 'int32');
    live.write(Int32Array.of(-7, 8));
    expect([...(await tf.add(live.tensor, tf.scalar(1, 'int32')).data())]).toEqual([-6, 9]);
    expect(() => live.write(Int32Array.of(1))).toThrow('1 numbers');
    expect(() => live.write(Float32Array.of(1, 2))).toThrow('Float32Array for int32');
  });
});
