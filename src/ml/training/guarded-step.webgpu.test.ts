/**
 * A step for which there is not enough memory changes nothing and leaves nothing behind, and the
 * next step goes on.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import { type Experiment, recipes } from '../config.ts';
import { articleNetwork, imageBytes, setClasses } from '../data/cifar10.testing.ts';
import { type GpuMemory, watchGpuMemory } from '../device/gpu-memory.testing.ts';
import { loadRecording } from '../device/recording-loader.ts';
import { randomStream } from '../random.ts';
import { createLearner } from './create-learner.ts';
import { guardedStep, StepFailure } from './guarded-step.ts';
import type { Learner } from './learner.ts';

let device: Device;
let gpu: GpuMemory;
const errors: unknown[] = [];
beforeAll(async () => {
  gpu = watchGpuMemory();
  device = await openDevice('webgpu');
  device.errors((error) => errors.push(error));
  await loadRecording();
});
afterAll(() => {
  gpu.end();
  expect(errors, 'every failure is reported to its caller').toEqual([]);
  device.dispose();
});

const experiment: Experiment = { ...recipes.article.experiment, batchSize: 4 };
const bytes = new Uint8Array(4 * imageBytes);
randomStream(2).uint32(0, new Uint32Array(bytes.buffer));
const batch = { bytes, labels: new Uint16Array(4) };

/**
 * Everything that a step changes, as bytes, because comparing arrays of numbers takes a test long.
 */
async function state({ parameters, optimizer }: Learner): Promise<Buffer> {
  const variables = [parameters, optimizer.expAvg, optimizer.expAvgSq].flatMap((map) => [...map.values()]);
  const values = await Promise.all(variables.map((variable) => variable.data<'float32'>()));
  return Buffer.concat(values.map((value) => Buffer.from(new Uint8Array(value.buffer))));
}

async function losses(learner: Learner, steps: number): Promise<(number | undefined)[]> {
  const found: (number | undefined)[] = [];
  for (let step = 0; step < steps; step++) {
    const measured = await guardedStep(learner, batch, 1e-3);
    found.push((await measured.data())[0]);
    measured.dispose();
  }
  return found;
}

async function learner(): Promise<Learner> {
  const made = await createLearner(articleNetwork, experiment, { totalSteps: 20, setClasses });
  made.optimizer.settle();
  return made;
}

describe('a step without enough memory', () => {
  // Before the first step, and after one. `forgetSteps` makes every attempt compute its step,
  // because a replayed step needs no memory.
  test.each([0, 1])('after %i steps', async (before) => {
    const whole = await learner();
    const expected = await losses(whole, 6);
    whole.dispose();
    const tensors = tf.memory().numTensors;

    const learning = await learner();
    const first = await losses(learning, before);
    const [weights, { step }] = [await state(learning), learning.optimizer];
    const held = gpu.bytes;
    // Room for all that the step needs except the last buffer, for half of it, and for almost
    // nothing.
    for (const room of [900_000, 400_000, 20_000]) {
      learning.forgetSteps();
      gpu.limit = gpu.bytes + room;
      const failure = await Promise.resolve(guardedStep(learning, batch, 1e-3)).catch((error: unknown) => error);
      gpu.limit = Number.POSITIVE_INFINITY;
      expect(failure).toBeInstanceOf(StepFailure);
      expect(failure).toMatchObject({ hasChanged: false, cause: { code: 'out-of-memory' } });
      expect(learning.optimizer.step).toBe(step);
      expect(Buffer.compare(await state(learning), weights), 'the same to the bit').toBe(0);
      expect(gpu.bytes).toBeLessThanOrEqual(1.01 * held);
    }
    expect(gpu.refused).toBeGreaterThan(2);
    expect([...first, ...(await losses(learning, 6 - before))]).toEqual(expected);
    learning.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
