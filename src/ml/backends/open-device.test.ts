// @vitest-environment node
import * as tf from '@tensorflow/tfjs-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDevice } from './open-device.ts';

// No WebGPU here: only the webgpu tests install Dawn.
test('falls back to the CPU without WebGPU and WebGL, and says why', async () => {
  const device = await openDevice('auto');
  expect(device.backend).toBe('cpu');
  expect(tf.getBackend()).toBe('cpu');
  expect(device.fallback).toMatchObject({
    code: 'webgpu-unavailable',
    kind: 'device',
    values: {
      reason: { code: 'and-then', first: { code: 'no-navigator-gpu' }, next: { code: 'no-offscreen-canvas' } },
      backend: 'cpu',
    },
  });
  expect(await tf.add(1, 2).data()).toEqual(new Float32Array([3]));
});

test('does not replace a backend that is asked for by name', async () => {
  await expect(openDevice('webgpu')).rejects.toMatchObject({ code: 'webgpu-missing' });
  await expect(openDevice('webgl')).rejects.toMatchObject({ code: 'webgl-missing' });
  await expect(openDevice('cpu')).resolves.toMatchObject({ backend: 'cpu', fallback: null });
});

test('gives up an adapter that never answers, and opens the next backend, which says why', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { gpu: { requestAdapter: () => new Promise(() => {}) } });
  onTestFinished(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const opening = openDevice('auto');
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(20_000);
  expect((await opening).fallback).toMatchObject({
    code: 'webgpu-unavailable',
    values: {
      reason: { code: 'and-then', first: { code: 'no-answer', request: 'requestAdapter', seconds: 20 }, next: {} },
      backend: 'cpu',
    },
  });
});
