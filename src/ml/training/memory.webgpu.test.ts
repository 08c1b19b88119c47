import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { recipes } from '../config.ts';
import { openDevice } from '../device/index.ts';
import { randomStream } from '../random.ts';
import { createLearner } from './create-learner.ts';

/** tfjs' WebGPU backend counts its buffers, used and pooled, beside what tfjs itself counts. */
function memory() {
  const { numTensors, numBytes, ...gpu } = tf.memory();
  return { numTensors, numBytes, ...gpu };
}

test('memory is flat: step 60 holds what step 20 held', async () => {
  const device = await openDevice('webgpu');
  const empty = tf.memory().numTensors;
  const learner = await createLearner({ kind: 'article' }, recipes.article.experiment, 60);
  const rgb = new Uint8Array(32 * 32 * 3);
  randomStream(2).uint32(0, new Uint32Array(rgb.buffer));
  const batch = { rgb, labels: new Uint8Array(1) };
  const at = new Map<number, ReturnType<typeof memory>>();
  for (let step = 1; step <= 60; step++) {
    const measured = learner.step(batch, 1e-3);
    expect((await measured.data()).every(Number.isFinite)).toBe(true);
    measured.dispose();
    if (step % 20 === 0) at.set(step, memory());
  }
  console.log(at.get(60));
  expect(at.get(60)).toEqual(at.get(20));
  learner.dispose();
  expect(tf.memory().numTensors).toBe(empty);
  device.dispose();
});
