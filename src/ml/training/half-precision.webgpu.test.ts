/** Training with activations in half precision; where the device has none, that it is refused. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../models/unet2d/gradients.ts';
import { type Device, openDevice } from '../backends/open-device.ts';
import { type Precision, recipes } from '../config.ts';
import { setClasses } from '../data/cifar10.testing.ts';
import type { LossScaling } from '../kernels/adamw/index.ts';
import { canStoreHalves } from '../kernels/half/index.ts';
import { createUNet2DModel } from '../models/unet2d/index.ts';
import { smallUNetConfig, smallUNetDescription } from '../models/unet2d/small-unet.testing.ts';
import { torchInitialization } from '../nn/parameters.ts';
import { randomStream } from '../random.ts';
import { createLearner } from './create-learner.ts';
import { descend } from './learner.ts';
import { createOptimizer } from './optimizer.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
});
afterAll(() => device.dispose());

const steps = 30;
const count = 2;

async function losses(precision: Precision): Promise<number[]> {
  const experiment = { ...recipes.tiny.experiment, batchSize: count, precision };
  const learner = await createLearner(smallUNetDescription(), experiment, { totalSteps: steps, setClasses });
  const bytes = new Uint8Array(count * 32 * 32 * 3);
  randomStream(2).uint32(0, new Uint32Array(bytes.buffer));
  const seen: number[] = [];
  for (let step = 0; step < steps; step++) {
    const measured = learner.step({ bytes, labels: new Uint16Array(count) }, 2e-3);
    const [loss = Number.NaN, norm] = await measured.data<'float32'>();
    expect(norm).toBeGreaterThan(0);
    seen.push(loss);
    measured.dispose();
  }
  learner.dispose();
  return seen;
}

test('thirty steps agree with float32, or half precision is refused', async () => {
  const tensors = tf.memory().numTensors;
  if (!device.features.includes('shader-f16')) {
    await expect(losses('float16')).rejects.toMatchObject({ code: 'half-precision-missing' });
    return;
  }
  const [single, half] = [await losses('float32'), await losses('float16')];
  const errors = single.map((loss, i) => Math.abs((half[i] ?? Number.NaN) - loss) / loss);
  console.log(`largest relative difference of a loss ${Math.max(...errors).toExponential(1)}`);
  for (const error of errors) expect(error).toBeLessThan(0.02);
  expect(half).not.toEqual(single);
  expect(tf.memory().numTensors).toBe(tensors);
});

/** A step of a small network, its scale and its first weights afterwards. */
async function withScale(
  scaling: LossScaling,
  use: (step: () => Promise<{ norm: number; scale: number; weights: Float32Array }>) => Promise<void>,
): Promise<void> {
  const tensors = tf.memory().numTensors;
  const model = createUNet2DModel(smallUNetConfig(), torchInitialization(randomStream(1)));
  const optimizer = createOptimizer(model.parameters, recipes.tiny.optimizer, { lossScaling: scaling });
  const x: tf.Tensor4D = tf.randomNormal([count, 32, 32, 3], 0, 1, 'float32', 1);
  const [first] = model.parameters.values();
  const error = () => tf.mean(tf.squaredDifference(model.forward(x, [10, 900]), tf.abs(x))) as tf.Scalar;
  try {
    await use(async () => {
      optimizer.begin(1e-3);
      const measured = tf.tidy(() => descend(model.parameters, optimizer, error));
      const [loss, norm = Number.NaN] = await measured.data<'float32'>();
      measured.dispose();
      expect(loss).toBeLessThan(10);
      const [scale = Number.NaN] = (await optimizer.lossScale?.data<'float32'>()) ?? [];
      return { norm, scale, weights: (await first?.data<'float32'>())?.slice() ?? new Float32Array() };
    });
  } finally {
    for (const made of [x, optimizer, model]) made.dispose();
  }
  expect(tf.memory().numTensors).toBe(tensors);
}

test('a step that overflows is skipped and halves the scale, until one fits', async () => {
  if (!canStoreHalves()) {
    await expect(withScale({ initial: 1, growAfter: 1 }, async (step) => void (await step()))).rejects.toThrow('f16');
    return;
  }
  const initial = 2 ** 30;
  await withScale({ initial, growAfter: 1000 }, async (step) => {
    const steps = [await step()];
    while (steps.at(-1)?.norm === 0 && steps.length < 20) steps.push(await step());
    const skipped = steps.slice(0, -1);
    expect(skipped.length).toBeGreaterThan(0);
    for (const [i, { scale, weights }] of skipped.entries()) {
      expect(scale).toBe(initial / 2 ** (i + 1));
      expect(weights).toEqual(steps[0]?.weights);
    }
    const [good, next] = [steps.at(-1), await step()];
    expect(good?.norm).toBeGreaterThan(0);
    expect(good?.scale).toBe(initial / 2 ** skipped.length);
    expect(good?.weights).not.toEqual(steps[0]?.weights);
    expect(next.weights).not.toEqual(good?.weights);
  });
  await withScale({ initial: 1024, growAfter: 2 }, async (step) => {
    const scales: number[] = [];
    for (let i = 0; i < 5; i++) scales.push((await step()).scale);
    expect(scales).toEqual([1024, 2048, 2048, 4096, 4096]);
  });
});
