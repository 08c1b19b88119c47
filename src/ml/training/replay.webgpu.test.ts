/** A U-Net's training step, replayed and computed: the same bits in every loss and every weight. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../models/unet2d/gradients.ts';
import { type Device, openDevice } from '../backends/open-device.ts';
import { recipes } from '../config.ts';
import { createLiveTensor } from '../device/live-tensors.ts';
import { loadRecording } from '../device/recording-loader.ts';
import { createReplayable } from '../device/replay.ts';
import type { LossScaling } from '../kernels/adamw/index.ts';
import { canStoreHalves } from '../kernels/half/index.ts';
import { createUNet2DModel } from '../models/unet2d/index.ts';
import { smallUNetConfig } from '../models/unet2d/small-unet.testing.ts';
import { torchInitialization } from '../nn/parameters.ts';
import { randomStream } from '../random.ts';
import { descend } from './learner.ts';
import { createOptimizer } from './optimizer.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
  await loadRecording();
});
afterAll(() => device.dispose());

const count = 2;
const shape = [count, 32, 32, 3] as const;
/** Before this step a checkpoint is loaded: the weights are assigned. */
const assigned = 5;
const steps = 9;

interface Trained {
  /** Losses and norms. */
  readonly measured: Float32Array[];
  readonly weights: Float32Array[];
  readonly buffersMade: number;
}

async function train(kind: 'replayed' | 'computed', lossScaling: LossScaling | null): Promise<Trained> {
  const model = createUNet2DModel(smallUNetConfig(), torchInitialization(randomStream(1)));
  const optimizer = createOptimizer(model.parameters, recipes.tiny.optimizer, { lossScaling });
  const [x, timesteps] = [createLiveTensor(shape, 'float32'), createLiveTensor([count], 'float32')];
  const compute = () =>
    descend(model.parameters, optimizer, () => {
      const answer = model.forward(x.tensor as tf.Tensor4D, timesteps.tensor as tf.Tensor1D);
      return tf.mean(tf.squaredDifference(answer, tf.abs(x.tensor))) as tf.Scalar;
    });
  const replayable = createReplayable(compute);
  const measured: Float32Array[] = [];
  let buffersMade = 0;
  const gpu = (tf.backend() as WebGPUBackend).device;
  const create = gpu.createBuffer;
  for (let step = 0; step < steps; step++) {
    if (step === assigned)
      for (const weights of model.parameters.values()) tf.tidy(() => weights.assign(tf.mul(weights, 0.5)));
    if (step === steps - 1) {
      gpu.createBuffer = (descriptor) => {
        buffersMade++;
        return create.call(gpu, descriptor);
      };
    }
    const values = new Float32Array(tf.util.sizeFromShape([...shape]));
    randomStream(2).fork(`${step}`).normal(0, values);
    x.write(values);
    timesteps.write(Float32Array.of(10 * step, 900));
    optimizer.begin(1e-3 / (step + 1));
    const result = kind === 'replayed' ? replayable.run() : tf.tidy(compute);
    measured.push(await result.data<'float32'>());
    result.dispose();
  }
  gpu.createBuffer = create;
  if (kind === 'replayed') expect(replayable.dispatches, String(replayable.obstacle)).toBeGreaterThan(50);
  const weights = await Promise.all([...model.parameters.values()].map((variable) => variable.data<'float32'>()));
  replayable.dispose();
  for (const made of [x, timesteps, optimizer, model]) made.dispose();
  return { measured, weights, buffersMade };
}

// The first steps overflow.
const scaled: LossScaling = { initial: 2 ** 30, growAfter: 2 };

async function expectSame(lossScaling: LossScaling | null): Promise<void> {
  const tensors = tf.memory().numTensors;
  const [computed, replayed] = [await train('computed', lossScaling), await train('replayed', lossScaling)];
  expect(replayed.measured).toEqual(computed.measured);
  expect(replayed.weights).toEqual(computed.weights);
  expect(computed.measured[0]?.[0]).not.toBe(computed.measured[1]?.[0]);
  expect(replayed.buffersMade).toBe(0);
  expect(tf.memory().numTensors).toBe(tensors);
}

test('replayed steps equal computed ones, also after weights were assigned, and make no buffer', () =>
  expectSame(null));

test('the same holds in half precision, if the device has it', () =>
  canStoreHalves() ? expectSame(scaled) : expect(train('computed', scaled)).rejects.toThrow('shader-f16'));
