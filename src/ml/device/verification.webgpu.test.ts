/**
 * A recording that no longer matches its computation is found, reported and dropped; a correct one
 * goes on unchanged.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import type { SlicedBackend } from './current-backend.ts';
import { createLiveTensor } from './live-tensors.ts';
import { loadRecording } from './recording-loader.ts';
import { createReplayable, type Replayable } from './replay.ts';
import { takeDifferences, verifyReplays } from './verification.ts';

let device: Device;
let backend: SlicedBackend;
beforeAll(async () => {
  device = await openDevice('webgpu');
  await loadRecording();
  backend = tf.backend() as SlicedBackend;
});
beforeEach(() => verifyReplays(3));
afterEach(() => vi.restoreAllMocks());
afterAll(() => device.dispose());

async function numberFrom(step: Replayable): Promise<number | undefined> {
  const result = step.run();
  const [value] = await result.data<'float32'>();
  result.dispose();
  return value;
}

test('finds a host number that is the same in two recorded runs and differs later', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const x = tf.tensor1d([10]);
  let factor = 1;
  const step = createReplayable(() => tf.mul(x, factor), 'ten times');
  const values: (number | undefined)[] = [];
  for (let run = 0; run < 10; run++) {
    if (run === 3) factor = 2;
    values.push(await numberFrom(step));
  }
  // Two runs are recorded, then two are replayed; the second of them with the number that was
  // current then. The third replay is checked.
  expect(values).toEqual([10, 10, 10, 10, 20, 20, 20, 20, 20, 20]);
  expect(step.dispatches).toBe(0);
  const [difference, ...others] = takeDifferences();
  expect(others).toEqual([]);
  expect(difference).toMatch(/^ten times: .*command 0 was ".*constant 1 \(.*" and is ".*constant 1 \(/);
  expect(said).toHaveBeenCalledWith(difference);
  expect(step.obstacle).toContain('command 0 was');
  step.dispose();
  x.dispose();
});

test('finds a kernel other than the recorded one', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const x = tf.tensor1d([10]);
  let late = false;
  const step = createReplayable(() => (late ? tf.sqrt(tf.square(x)) : tf.square(x)));
  for (let run = 0; run < 3; run++) await numberFrom(step);
  late = true;
  for (let run = 0; run < 3; run++) await numberFrom(step);
  expect(takeDifferences()).toHaveLength(1);
  expect(await numberFrom(step)).toBeCloseTo(10);
  step.dispose();
  x.dispose();
});

test('finds a later run that reads numbers back', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const x = tf.tensor1d([10]);
  let late = false;
  const step = createReplayable(() => {
    if (late) void x.data();
    return tf.square(x);
  });
  for (let run = 0; run < 3; run++) await numberFrom(step);
  late = true;
  for (let run = 0; run < 3; run++) expect(await numberFrom(step)).toBe(100);
  expect(takeDifferences()[0]).toContain('numbers are read');
  step.dispose();
  x.dispose();
});

test('accepts a correct recording: changes in place once per run, keeps no memory, and is replayed again at once', async () => {
  const live = createLiveTensor([1], 'float32');
  const total = createLiveTensor([1], 'float32');
  const step = createReplayable(() => {
    const sum = tf.add(total.tensor, live.tensor);
    backend.copy(backend.sliceOf(sum), backend.sliceOf(total.tensor));
    return tf.mul(sum, 2);
  });
  const held: number[] = [];
  let expected = 0;
  for (let run = 1; run <= 14; run++) {
    live.write(Float32Array.of(run));
    expected += run;
    const dispatched = vi.spyOn(GPUDevice.prototype, 'createBindGroup');
    expect(await numberFrom(step)).toBe(2 * expected);
    // Recorded at 1 and 2, computed again beside the recording at 5, 8, 11 and 14.
    expect(dispatched.mock.calls.length > 0, `run ${run}`).toBe([1, 2, 5, 8, 11, 14].includes(run));
    vi.restoreAllMocks();
    held.push(backend.memory().numBytesAllocatedInGPU);
  }
  expect([...(await total.tensor.data())]).toEqual([expected]);
  expect(takeDifferences()).toEqual([]);
  expect(step.dispatches).toBe(2);
  expect(held.at(-1)).toBe(held[5]);
  step.dispose();
  live.dispose();
  total.dispose();
});

test('a clone that exists during the check makes no difference', async () => {
  const weights = tf.variable(tf.tensor1d([3]));
  const step = createReplayable(() => tf.square(weights));
  for (let run = 0; run < 4; run++) await numberFrom(step);
  const clone = weights.clone();
  for (let run = 0; run < 4; run++) expect(await numberFrom(step)).toBe(9);
  expect(takeDifferences()).toEqual([]);
  expect(step.dispatches).toBe(1);
  tf.dispose([weights, clone]);
  step.dispose();
});
