import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type Device, openDevice } from '../backends/open-device.ts';
import { type Experiment, recipes } from '../config.ts';
import { cifar10, imageBytes, setClasses } from '../data/cifar10.testing.ts';
import { watchGpuMemory } from '../device/gpu-memory.testing.ts';
import { adapterInfos, pretendNullGpu } from '../device/null-gpu.testing.ts';
import { loadRecording } from '../device/recording-loader.ts';
import { describeNetwork } from '../network-description.lazy.ts';
import { randomStream } from '../random.ts';
import { createLearner } from './create-learner.ts';
import { stepMemory } from './warm-up.ts';

const stopPretending = pretendNullGpu(adapterInfos['swiftshader with subgroups']);
let device: Device | null = null;
const gpu = watchGpuMemory();
afterEach(() => device?.dispose());
afterAll(() => {
  gpu.end();
  stopPretending();
});

const memorySchema = z.object({ numTensors: z.number(), numBytesAllocatedInGPU: z.number() });

/** tfjs' WebGPU backend counts its buffers, used and pooled, beside what tfjs itself counts. */
function memory() {
  const { numTensors, numBytesAllocatedInGPU } = memorySchema.parse({ ...tf.memory() });
  return { numTensors, allocated: numBytesAllocatedInGPU, made: gpu.bytes };
}

/** One step is computed, two are recorded. */
const lastStep = 8;

const article: Experiment = { ...recipes.article.experiment, batchSize: 4 };
const tiny: Experiment = { ...recipes.tiny.experiment, batchSize: 2 };

test.each([
  ['article', article],
  // With all of AdamW's state for some parameters, and all of Muon's for the others.
  ['tiny with Muon', { ...tiny, optimizer: 'muon' }],
] as const)('a step of %s takes its memory once: computed, recorded and replayed', async (_, experiment) => {
  device = await openDevice('webgpu');
  const before = gpu.bytes;
  gpu.resetPeak();
  const empty = tf.memory().numTensors;
  const learner = await createLearner(describeNetwork(experiment, cifar10), experiment, { totalSteps: 60, setClasses });
  const { batchSize } = experiment;
  const bytes = new Uint8Array(batchSize * imageBytes);
  randomStream(2).uint32(0, new Uint32Array(bytes.buffer));
  const batch = { bytes, labels: new Uint16Array(batchSize) };
  const at = new Map<number, ReturnType<typeof memory>>();
  for (let step = 1; step <= lastStep; step++) {
    const measured = learner.step(batch, 1e-3);
    await measured.data();
    measured.dispose();
    await loadRecording(); // the second step would begin to
    at.set(step, memory());
  }
  // What the engine says of its memory is what the device was asked for.
  for (const { allocated, made } of at.values()) expect(allocated).toBe(made - before);
  const [first, last] = [at.get(1)?.made ?? 0, at.get(lastStep)?.made ?? 0];
  // The most that there ever is at once.
  expect(gpu.peak - before).toBeLessThan(1.02 * (first - before));
  expect(last - before).toBeLessThan(1.001 * (first - before));
  expect(at.get(lastStep)).toEqual(at.get(5));
  // The memory that was predicted before the first step.
  const said = (await stepMemory(describeNetwork(experiment, cifar10), experiment)) ?? 0;
  for (const step of [1, 3, lastStep])
    expect((at.get(step)?.allocated ?? 0) / said, `step ${step}`).toBeGreaterThan(0.95);
  for (const step of [1, 3, lastStep]) expect((at.get(step)?.allocated ?? 0) / said, `step ${step}`).toBeLessThan(1.02);
  learner.dispose();
  expect(tf.memory().numTensors).toBe(empty);
});
