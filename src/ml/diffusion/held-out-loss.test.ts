import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { openDevice } from '../backends/open-device.ts';
import { imageBytes, imageShape } from '../data/cifar10.testing.ts';
import { randomStream } from '../random.ts';
import type { Denoiser } from './denoiser.ts';
import { evaluate, type HeldOutImages } from './held-out-loss.ts';
import { createForwardProcess } from './process.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

function heldOut(count: number): HeldOutImages {
  const bytes = new Uint8Array(count * imageBytes);
  randomStream(4).uint32(0, new Uint32Array(bytes.buffer));
  return {
    bytes,
    shape: imageShape,
    labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
    noise: randomStream(5),
  };
}

interface Question {
  readonly timesteps: readonly number[];
  readonly labels: Parameters<Denoiser['answer']>[2];
}

/** Answers with the noise itself, beside it by timestep / 1000. */
function almostKnowing(images: HeldOutImages, asked: Question[]): Denoiser {
  let first = 0;
  return {
    prediction: 'epsilon',
    knowsClasses: true,
    answersWithoutClass: true,
    answer(x, timestep, labels) {
      const timesteps = typeof timestep === 'number' ? [timestep] : Array.from(timestep);
      asked.push({ timesteps, labels });
      const noise = new Float32Array(x.size);
      images.noise.normal((first * imageBytes) / 4, noise);
      first += x.shape[0];
      return tf.add(
        tf.tensor4d(noise, x.shape),
        tf.tensor4d(
          timesteps.map((t) => t / 1000),
          [x.shape[0], 1, 1, 1],
        ),
      );
    },
  };
}

test('measures the mean squared error by tenths of the timesteps, with each image’s own label, and leaves no tensor', async () => {
  const count = 40;
  const images = heldOut(count);
  const asked: Question[] = [];
  const tensors = tf.memory().numTensors;
  let turns = 0;
  const process = createForwardProcess({ _class_name: 'DDPMScheduler' });
  const result = await evaluate(almostKnowing(images, asked), process, images, 'mse', (work) => {
    turns++;
    return work();
  });
  expect(tf.memory().numTensors).toBe(tensors);
  expect(turns).toBe(asked.length);
  const timesteps = asked.flatMap((question) => question.timesteps);
  expect(timesteps).toEqual(Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) / count) * 1000)));
  expect(asked.flatMap(({ labels }) => labels)).toEqual([...Uint8Array.from(images.labels)]);
  const expected = timesteps.map((t) => (t / 1000) ** 2);
  const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(result.mean).toBeCloseTo(meanOf(expected), 6);
  for (const [i, bucket] of result.buckets.entries()) {
    expect(bucket).toBeCloseTo(meanOf(expected.slice(4 * i, 4 * i + 4)), 6);
  }
});

test('gives the same result again', async () => {
  const images = heldOut(10);
  const process = createForwardProcess({ _class_name: 'DDPMScheduler', prediction_type: 'v_prediction' });
  const denoiser: Denoiser = { ...almostKnowing(images, []), answer: (x) => tf.mul(x, 0.5) };
  expect(await evaluate(denoiser, process, images, 'mse')).toEqual(await evaluate(denoiser, process, images, 'mse'));
});
