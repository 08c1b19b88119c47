import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { wantedLimits } from '../device/wanted.ts';
import type { PlaygroundError } from '../errors.ts';
import { openDevice } from './open-device.ts';

function gpu(): GPUDevice {
  return (tf.backend() as WebGPUBackend).device;
}

test('opens WebGPU with the adapter’s own limits and a readable name', async () => {
  const device = await openDevice('auto');
  expect(device).toMatchObject({ backend: 'webgpu', fallback: null });
  expect(device.adapter).toMatch(/\w{3}/);
  const adapter = await navigator.gpu.requestAdapter();
  for (const limit of wantedLimits) expect(gpu().limits[limit], limit).toBe(adapter?.limits[limit]);
  device.dispose();
});

test('reports that a device is lost, and can open another in its place', async () => {
  const device = await openDevice('webgpu');
  // Destroys the device as a driver reset would, without our code knowing.
  gpu().destroy();
  expect(await device.lost).toMatchObject({ code: 'device-lost', kind: 'device' });

  const next = await openDevice('webgpu');
  const sum = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1));
  expect([...(await sum.data())]).toEqual([2, 3]);
  sum.dispose();
  next.dispose();
  // Disposing of the device ourselves is not reported as a loss.
  expect(await Promise.race([next.lost, new Promise((resolve) => setTimeout(resolve, 200, 'quiet'))])).toBe('quiet');
});

test('passes errors outside any call to listeners until they unsubscribe', async () => {
  const device = await openDevice('webgpu');
  const first = new Promise<PlaygroundError>((resolve) => {
    const leave = device.errors((error) => {
      leave();
      resolve(error);
    });
  });
  gpu().createBuffer({ size: 16, usage: 0 });
  expect(await first).toMatchObject({ code: 'device-error', values: { message: expect.stringMatching(/usage/i) } });
  device.dispose();
});
