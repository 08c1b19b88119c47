import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDevice } from '../backends/open-device.ts';
import { type Experiment, recipes } from '../config.ts';
import { articleNetwork, setClasses } from '../data/cifar10.testing.ts';
import { smallUNetDescription, withClasses } from '../models/unet2d/small-unet.testing.ts';
import type { ParameterSource } from '../nn/parameters.ts';
import { randomStream } from '../random.ts';
import { createLearner } from './create-learner.ts';
import type { Learner } from './learner.ts';

let tensors: number;
beforeAll(async () => {
  await openDevice('webgpu');
});
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors, 'nothing is left behind').toBe(tensors);
});

const totalSteps = 20;
const learningRate = 1e-2;

function batch(count = 2) {
  const bytes = new Uint8Array(count * 3072);
  randomStream(3).uint32(0, new Uint32Array(bytes.buffer));
  return { bytes, labels: Uint16Array.from({ length: count }, (_, i) => i % 10) };
}

async function measured(learner: Learner, rate = learningRate, images = batch()): Promise<Float32Array> {
  const tensor = learner.step(images, rate);
  expect(tensor.shape).toEqual([2]);
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}

async function weightsOf(learner: Learner): Promise<Float32Array[]> {
  return Promise.all([...learner.parameters.values()].map((variable) => variable.data<'float32'>()));
}

function learnerOf(changes: Partial<Experiment> = {}, config: object = {}, scheduler: object = {}): Promise<Learner> {
  const experiment = { ...recipes.tiny.experiment, ...changes };
  return createLearner(smallUNetDescription(config, scheduler), experiment, { totalSteps, setClasses });
}

describe('a U-Net learns', () => {
  test.each([
    ['epsilon', {}, {}],
    ['epsilon', { loss: 'huber' }, {}],
    ['sample', { minSnrGamma: 5 }, {}],
    ['v_prediction', { minSnrGamma: 5 }, { rescale_betas_zero_snr: true }],
  ] as const)('%s', async (prediction, changes, scheduler) => {
    const learner = await learnerOf(changes, {}, { prediction_type: prediction, ...scheduler });
    const before = await weightsOf(learner);
    const first = await measured(learner);
    expect(first.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
    expect(await weightsOf(learner), 'the warm-up begins at 0').toEqual(before);
    await measured(learner);
    for (const [i, values] of (await weightsOf(learner)).entries()) expect(values).not.toEqual(before[i]);
    expect(learner.optimizer.step).toBe(2);
    learner.dispose();
  });

  test('flow', async () => {
    const experiment = recipes.flow.experiment;
    const scheduler = { _class_name: 'FlowMatchEulerDiscreteScheduler' };
    const learner = await createLearner(smallUNetDescription({}, scheduler), experiment, { totalSteps, setClasses });
    expect((await measured(learner)).every((value) => value > 0 && Number.isFinite(value))).toBe(true);
    learner.dispose();
  });

  test('at a rate that follows the recipe’s schedule', async () => {
    const learner = await learnerOf();
    const { warmupSteps } = recipes.tiny.schedule;
    for (const [step, factor] of [
      [0, 0],
      [warmupSteps / 2, 0.5],
    ] as const) {
      learner.optimizer.step = step;
      expect(learner.scheduled(learningRate)).toBe(factor * learningRate);
    }
    learner.dispose();
  });
});

describe('a step depends only on the seed and on the number of steps before it', () => {
  test('the same seed gives the same numbers, another seed others, and each step has its own noise', async () => {
    const losses: Float32Array[] = [];
    for (const seed of [1, 1, 2]) {
      const learner = await learnerOf({ seed });
      const first = await measured(learner, 0);
      losses.push(first);
      expect(await measured(learner, 0), 'with a rate of 0 only noise and timesteps differ').not.toEqual(first);
      learner.dispose();
    }
    expect(losses[1]).toEqual(losses[0]);
    expect(losses[2]).not.toEqual(losses[0]);
  });

  test('resuming in the middle gives the same as training from the beginning', async () => {
    const [whole, resumed] = [await learnerOf(), await learnerOf()];
    await measured(whole, 0);
    resumed.optimizer.step = 1;
    expect(await measured(resumed, 0)).toEqual(await measured(whole, 0));
    whole.dispose();
    resumed.dispose();
  });
});

describe('classes', () => {
  const experiment = recipes.classes.experiment;
  const classLearner = () => createLearner(smallUNetDescription(withClasses), experiment, { totalSteps, setClasses });

  test('are passed to a network that knows them', async () => {
    const one = batch(1);
    const losses: Float32Array[] = [];
    for (const label of [1, 1, 2]) {
      const learner = await classLearner();
      losses.push(await measured(learner, 0, { ...one, labels: Uint16Array.of(label) }));
      learner.dispose();
    }
    expect(losses[1]).toEqual(losses[0]);
    expect(losses[2]).not.toEqual(losses[0]);
  });

  test('are sometimes dropped, so that "no class" is learned, too', async () => {
    const learner = await classLearner();
    const embedding = learner.parameters.get('class_embedding.weight');
    if (!embedding) throw new Error('a network with classes');
    const features = embedding.shape[1] ?? 0;
    const noClass = async () => (await embedding.data<'float32'>()).slice(10 * features);
    const before = await noClass();
    // After the warm-up, before which the rate is small. With a share of 0.1, at least one of 16
    // images loses its class with a probability of 81 %, and these draws are always the same.
    learner.optimizer.step = recipes.classes.schedule.warmupSteps;
    for (let step = 0; step < 2; step++) await measured(learner, learningRate, batch(8));
    const [after, first] = [await noClass(), before[0] ?? 0];
    // Weight decay alone would change it by a few millionths.
    expect(Math.abs((after[0] ?? 0) - first)).toBeGreaterThan(1e-4 * Math.abs(first));
    learner.dispose();
  });
});

test('accepts given weights', async () => {
  const filledWith =
    (value: number): ParameterSource =>
    ({ shape }) =>
      new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value);
  const zeros = await createLearner(smallUNetDescription(), recipes.tiny.experiment, {
    ...{ totalSteps, setClasses, source: filledWith(0) },
  });
  expect((await weightsOf(zeros)).every((values) => values.every((value) => value === 0))).toBe(true);
  zeros.dispose();
  const article = await createLearner(articleNetwork, recipes.article.experiment, {
    ...{ totalSteps, setClasses, source: filledWith(0.5) },
  });
  expect((await weightsOf(article)).every((values) => values.every((value) => value === 0.5))).toBe(true);
  article.dispose();
});

test('throws for a recipe of another kind of network', async () => {
  await expect(createLearner(articleNetwork, recipes.tiny.experiment, { totalSteps: 1, setClasses })).rejects.toThrow(
    'tiny',
  );
  await expect(
    createLearner(smallUNetDescription(), recipes.article.experiment, { totalSteps: 1, setClasses }),
  ).rejects.toThrow('article');
});
