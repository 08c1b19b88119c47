/** What is replayed is what tfjs would have computed, and what cannot be replayed is computed. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import { Arena, slotsFor } from './arena.ts';
import type { SlicedBackend } from './current-backend.ts';
import { createLiveTensor } from './live-tensors.ts';
import { loadRecording } from './recording-loader.ts';
import { createReplayable, type Replayable, replayReports } from './replay.ts';

let device: Device;
const errors: unknown[] = [];
beforeAll(async () => {
  device = await openDevice('webgpu');
  await loadRecording();
  device.errors((error) => errors.push(error));
});
afterAll(() => {
  expect(errors).toEqual([]);
  device.dispose();
});

/** Two runs are recorded; the third is the first that is replayed. */
const runsRecorded = 2;

/** Disposed at the end of the test, with nothing left of it. */
function replayable(compute: () => tf.Tensor): Replayable {
  const before = tf.memory();
  const made = createReplayable(compute);
  onTestFinished(() => {
    made.dispose();
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before.numTensors);
  });
  return made;
}

async function read(tensor: tf.Tensor): Promise<number[]> {
  const values = [...(await tensor.data())];
  tensor.dispose();
  return values;
}

/** Buffers that the device makes while `act` runs. */
function buffersMade(act: () => void): number {
  const gpu = (tf.backend() as WebGPUBackend).device;
  const create = gpu.createBuffer;
  let count = 0;
  gpu.createBuffer = (descriptor) => {
    count++;
    return create.call(gpu, descriptor);
  };
  try {
    act();
  } finally {
    gpu.createBuffer = create;
  }
  return count;
}

test('replays with other numbers, each time into a new tensor', async () => {
  const live = createLiveTensor([3], 'float32');
  const weights = tf.tensor1d([10, 20, 30]);
  // A constant, a reshape, intermediates that end and whose buffers come again.
  const step = replayable(() => {
    const a = tf.mul(tf.add(live.tensor, tf.tensor1d([1, 0, 0])), weights);
    return tf.add(tf.reshape(tf.square(tf.sqrt(tf.square(a))), [3]), 0.5);
  });
  const results: tf.Tensor[] = [];
  for (let run = 0; run < 6; run++) {
    live.write(Float32Array.of(run, run + 1, run + 2));
    results.push(step.run());
  }
  expect(step.obstacle).toBeNull();
  expect(step.dispatches).toBeGreaterThan(4);
  for (const [run, result] of results.entries()) {
    const expected = [10 * (run + 1), 20 * (run + 1), 30 * (run + 2)].map((a) => a ** 2 + 0.5);
    const values = await read(result);
    for (const [i, value] of values.entries()) expect(value / (expected[i] ?? 0), `run ${run}`).toBeCloseTo(1, 5);
  }
  live.dispose();
  weights.dispose();
});

test('makes no buffer, and keeps its own until it is disposed of', async () => {
  const backend = tf.backend() as WebGPUBackend;
  const live = createLiveTensor([64, 64], 'float32');
  const held = backend.memory().numBytesAllocatedInGPU;
  const step = createReplayable(() => tf.sum(tf.square(tf.add(live.tensor, 1))));
  for (let run = 0; run < runsRecorded; run++) await read(step.run());
  expect(backend.memory().numBytesAllocatedInGPU - held).toBeGreaterThanOrEqual(64 * 64 * 4);
  // The first of them takes the last buffer that is missing: its result's.
  await read(step.run());
  const made = buffersMade(() => {
    for (let run = 0; run < 5; run++) step.run().dispose();
  });
  expect(step.dispatches).toBeGreaterThan(0);
  expect(made).toBe(0);
  step.dispose();
  live.dispose();
  expect(backend.memory().numBytesInGPU).toBeLessThan(held);
});

test('leaves the result to the surrounding tidy', () => {
  const x = tf.tensor1d([1, 2]);
  const step = replayable(() => tf.mul(x, 2));
  const tensors = tf.memory().numTensors;
  for (let run = 0; run < 4; run++) {
    tf.tidy(() => {
      step.run();
    });
    expect(tf.memory().numTensors).toBe(tensors);
  }
  x.dispose();
});

test('notices an assigned variable, and records again', async () => {
  const weights = tf.variable(tf.tensor1d([1, 2]));
  const step = replayable(() => tf.mul(weights, 10));
  for (let run = 0; run < 4; run++) expect(await read(step.run())).toEqual([10, 20]);
  expect(step.dispatches).toBe(1);
  tf.tidy(() => weights.assign(tf.tensor1d([3, 4])));
  for (let run = 0; run < 4; run++) expect(await read(step.run())).toEqual([30, 40]);
  expect(step.dispatches).toBe(1);
  weights.dispose();
});

test('a clone keeps its numbers when its variable in an arena is overwritten', async () => {
  const backend = tf.backend() as SlicedBackend;
  const weights = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
  const arena = new Arena(backend, slotsFor([2]));
  arena.hold(0, weights);
  const clone = weights.clone();
  const [ofClone, ofVariable] = [replayable(() => tf.mul(clone, 10)), replayable(() => tf.mul(weights, 10))];
  for (let run = 0; run < 3; run++) {
    expect(await read(ofClone.run())).toEqual([10, 20]);
    expect(await read(ofVariable.run())).toEqual([10, 20]);
  }
  for (let run = 0; run < 4; run++) {
    arena.hold(0, weights);
    backend.clear(arena.buffer);
    expect(await read(ofClone.run())).toEqual([10, 20]);
    expect(await read(ofVariable.run())).toEqual([0, 0]);
  }
  expect([ofClone.dispatches, ofVariable.dispatches]).toEqual([1, 1]);
  tf.dispose([clone, weights]);
  arena.dispose();
});

describe('computes every time', () => {
  test('if the host’s numbers differ', async () => {
    let count = 0;
    const x = tf.tensor1d([1]);
    const step = replayable(() => tf.mul(x, tf.tensor1d([++count])));
    for (let run = 1; run <= 8; run++) expect(await read(step.run())).toEqual([run]);
    expect(step.dispatches).toBe(0);
    expect(step.obstacle).toContain('two runs differ: command 0 ');
    x.dispose();
  });

  test('if it reads another tensor each time', async () => {
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8].map((value) => tf.scalar(value));
    let run = 0;
    const step = replayable(() => tf.mul(numbers[run] ?? 0, 2));
    for (; run < numbers.length; run++) expect(await read(step.run())).toEqual([2 * (run + 1)]);
    expect(step.dispatches).toBe(0);
    tf.dispose(numbers);
  });

  test('if it takes its own tensors in another order each time', async () => {
    const [x, y] = [tf.tensor1d([5]), tf.tensor1d([3])];
    let count = 0;
    const step = replayable(() => {
      const [a, b] = [tf.square(x), tf.square(y)];
      return count++ % 2 === 0 ? tf.sub(a, b) : tf.sub(b, a);
    });
    for (let run = 0; run < 8; run++) expect(await read(step.run())).toEqual([run % 2 === 0 ? 16 : -16]);
    expect(step.dispatches).toBe(0);
    expect(step.obstacle).toContain('two runs differ');
    tf.dispose([x, y]);
  });

  test('if it returns another of its tensors each time', async () => {
    const [x, y] = [tf.tensor1d([5]), tf.tensor1d([3])];
    let count = 0;
    const step = replayable(() => {
      const squares = [tf.square(x), tf.square(y)] as const;
      return squares[count++ % 2] as tf.Tensor;
    });
    for (let run = 0; run < 8; run++) expect(await read(step.run())).toEqual([run % 2 === 0 ? 25 : 9]);
    expect(step.dispatches).toBe(0);
    tf.dispose([x, y]);
  });

  test('if the host writes into a buffer in any way', async () => {
    const backend = tf.backend() as SlicedBackend;
    const [x, factor] = [tf.tensor1d([1]), tf.tensor1d([0])];
    let count = 0;
    const step = replayable(() => {
      const { buffer } = backend.sliceOf(factor);
      backend.flush();
      backend.device.queue.writeBuffer(buffer, 0, Float32Array.of(++count));
      return tf.mul(x, factor);
    });
    for (let run = 1; run <= 8; run++) expect(await read(step.run())).toEqual([run]);
    expect(step.obstacle).toBe('the host writes into a buffer');
    tf.dispose([x, factor]);
  });

  test('if it assigns to a variable', async () => {
    const total = tf.variable(tf.scalar(0));
    const step = replayable(() => {
      total.assign(tf.add(total, 1));
      return tf.mul(total, 1);
    });
    for (let run = 1; run <= 8; run++) expect(await read(step.run())).toEqual([run]);
    expect(step.dispatches).toBe(0);
    expect(await read(tf.add(total, 0))).toEqual([8]);
    total.dispose();
  });

  test('if a tensor outlives it', async () => {
    const kept: tf.Tensor[] = [];
    const x = tf.tensor1d([2, 3]);
    const step = replayable(() => {
      // One that was computed, and one that the host uploaded.
      const uploaded = tf.keep(tf.tensor1d([4, 9]));
      kept.push(tf.keep(tf.square(x)), uploaded);
      return tf.sub(uploaded, tf.add(x, 1));
    });
    for (let run = 1; run <= 7; run++) expect(await read(step.run())).toEqual([1, 5]);
    for (const tensor of kept) expect(await read(tensor)).toEqual([4, 9]);
    expect(step.obstacle).toBe('a tensor outlives the computation');
    x.dispose();
  });

  test('if it reads numbers back', async () => {
    const x = tf.tensor1d([2]);
    const squares: tf.Tensor[] = [];
    const values: Promise<unknown>[] = [];
    const step = replayable(() => {
      const square = tf.keep(tf.square(x));
      squares.push(square);
      values.push(square.data());
      return tf.add(square, 1);
    });
    for (let run = 1; run <= 7; run++) expect(await read(step.run())).toEqual([5]);
    expect(await Promise.all(values)).toEqual(squares.map(() => Float32Array.of(4)));
    expect(step.obstacle).toBe('numbers are read');
    tf.dispose(squares);
    expect(step.dispatches).toBe(0);
    x.dispose();
  });

  test('and after it has thrown', async () => {
    const x = tf.tensor1d([2]);
    let fails = true;
    const step = replayable(() => {
      const square = tf.square(x);
      if (fails) throw new Error('not now');
      return tf.add(square, 1);
    });
    const tensors = tf.memory().numTensors;
    expect(() => step.run()).toThrow('not now');
    expect(tf.memory().numTensors).toBe(tensors);
    fails = false;
    for (let run = 0; run < 4; run++) expect(await read(step.run())).toEqual([5]);
    expect(step.dispatches).toBe(2);
    x.dispose();
  });
});

test('computes every time on another backend', async () => {
  await tf.setBackend('cpu');
  const x = tf.tensor1d([2]);
  const step = createReplayable(() => tf.square(x));
  expect(await read(step.run())).toEqual([4]);
  const report = { name: 'a computation', dispatches: 0, obstacle: 'nothing is recorded on cpu', listing: null };
  expect(replayReports()).toEqual([report]);
  step.dispose();
  expect(replayReports()).toEqual([]);
  x.dispose();
  await tf.setBackend('webgpu');
});
