/**
 * If the code that records cannot be downloaded, every run is computed, the reason is reported, and
 * the download is repeated after some runs, but not after each.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import { loadRecording } from './recording-loader.ts';
import { createReplayable } from './replay.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
});
afterAll(() => device.dispose());

let downloads = 0;
vi.mock('./recording/replay.lazy.ts', (original) => {
  if (++downloads <= 3) throw new Error('no network');
  return original();
});

test('tries again after three failed downloads', async () => {
  const x = tf.tensor1d([1, 2]);
  const step = createReplayable(() => tf.add(x, 1));
  const run = async () => {
    const result = step.run();
    expect([...(await result.data())]).toEqual([2, 3]);
    result.dispose();
    await vi.dynamicImportSettled();
  };
  await run();
  expect([downloads, step.obstacle]).toEqual([0, null]);
  await run();
  expect(downloads).toBe(1);
  expect(step.obstacle).toContain('could not be downloaded');
  const downloaded: number[] = [];
  for (let i = 0; i < 12 && step.dispatches === 0; i++) {
    await run();
    downloaded.push(downloads);
    if (downloads > 3) await loadRecording(); // the download is in progress
  }
  expect(step.dispatches).toBe(1);
  expect(step.obstacle).toBeNull();
  // It is repeated after one more run, then after two, then after four.
  expect(downloaded.slice(0, 9)).toEqual([1, 2, 2, 2, 3, 3, 3, 3, 3]);
  expect(downloads).toBe(4);
  step.dispose();
  x.dispose();
});
