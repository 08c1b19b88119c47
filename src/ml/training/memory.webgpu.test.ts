import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { recipes } from '../config.ts';
import { openDevice } from '../device/index.ts';
import { createArticleModel } from '../models/article.ts';
import { randomStream } from '../random.ts';
import { createAdam } from './adam.ts';
import { trainStep } from './train-step.ts';

/** tfjs' WebGPU backend counts its buffers, used and pooled, beside what tfjs itself counts. */
function memory() {
  const { numTensors, numBytes, ...gpu } = tf.memory();
  return { numTensors, numBytes, ...gpu };
}

test('memory is flat: step 60 holds what step 20 held', async () => {
  const device = await openDevice('webgpu');
  const empty = tf.memory().numTensors;
  const root = randomStream(1);
  const model = createArticleModel(root.fork('weights'));
  const adam = createAdam(model.parameters, recipes.article.optimizer);
  const batch = new Uint8Array(32 * 32 * 3);
  randomStream(2).uint32(0, new Uint32Array(batch.buffer));
  const at = new Map<number, ReturnType<typeof memory>>();
  for (let step = 1; step <= 60; step++) {
    const loss = trainStep({ model, adam, batch, noise: root.fork('noise'), noiseStd: 1, learningRate: 1e-3 });
    expect(Number.isFinite((await loss.data())[0])).toBe(true);
    loss.dispose();
    if (step % 20 === 0) at.set(step, memory());
  }
  console.log(at.get(60));
  expect(at.get(60)).toEqual(at.get(20));
  adam.dispose();
  model.dispose();
  expect(tf.memory().numTensors).toBe(empty);
  device.dispose();
});
