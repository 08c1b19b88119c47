import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { readGoldenArticle } from '../../../tools/golden/read.ts';
import { openDevice } from '../backends/open-device.ts';
import { cifar10 } from '../data/cifar10.testing.ts';
import { generate, restore } from '../diffusion/one-pass.ts';
import { randomStream } from '../random.ts';
import { createArticleModel } from './article.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

describe('the article’s network', () => {
  test('has PyTorch’s parameters: names in order, shapes, 268,547 numbers', () => {
    const model = createArticleModel(cifar10.channels, randomStream(1));
    expect([...model.parameters].map(([name, { shape }]) => [name, shape])).toEqual([
      ['encoder.0.weight', [4, 4, 3, 64]],
      ['encoder.0.bias', [64]],
      ['encoder.2.weight', [4, 4, 64, 128]],
      ['encoder.2.bias', [128]],
      ['decoder.0.weight', [4, 4, 64, 128]],
      ['decoder.0.bias', [64]],
      ['decoder.2.weight', [4, 4, 3, 64]],
      ['decoder.2.bias', [3]],
    ]);
    expect([...model.parameters.values()].reduce((sum, { size }) => sum + size, 0)).toBe(268_547);
    model.dispose();
  });

  test('starts uniform within the bounds that PyTorch computes', async () => {
    const { initialBounds } = readGoldenArticle();
    const model = createArticleModel(cifar10.channels, randomStream(2));
    for (const [name, variable] of model.parameters) {
      const bound = initialBounds[name] ?? Number.NaN;
      const values = await variable.data<'float32'>();
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(largest, name).toBeLessThanOrEqual(bound * (1 + 1e-7));
      expect(largest, name).toBeGreaterThan(bound * (values.length > 1000 ? 0.99 : 0.3));
      // The variance of U(-bound, bound) is bound^2 / 3. The standard error of its estimate is 0.9
      // times that, divided by sqrt(n).
      const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
      expect(Math.abs(variance / (bound ** 2 / 3) - 1), name).toBeLessThan(5 / Math.sqrt(values.length));
    }
    model.dispose();
  });

  test('answers in the shape of its input, within [-1, 1], and depends on the seed', async () => {
    const x = tf.fill([1, 32, 32, 3], 0.5) as tf.Tensor4D;
    const answers: Float32Array[] = [];
    for (const seed of [3, 3, 4]) {
      const model = createArticleModel(cifar10.channels, randomStream(seed));
      const y = restore(model, x);
      expect(y.shape).toEqual([1, 32, 32, 3]);
      answers.push(await y.data<'float32'>());
      y.dispose();
      model.dispose();
    }
    expect(answers[0]?.every((value) => Math.abs(value) <= 1)).toBe(true);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).not.toEqual(answers[0]);
    x.dispose();
  });

  test('pads as TensorFlow’s `same` does for kernel 4 and stride 2', async () => {
    const x = tf.tensor4d(
      Float32Array.from({ length: 192 }, (_, i) => Math.sin(i)),
      [1, 8, 8, 3],
    );
    const filter = tf.tensor4d(
      Float32Array.from({ length: 240 }, (_, i) => Math.cos(i)),
      [4, 4, 3, 5],
    );
    const half = tf.conv2d(x, filter, 2, 1);
    expect(await half.data()).toEqual(await tf.conv2d(x, filter, 2, 'same').data());
    const doubled = tf.conv2dTranspose(half as tf.Tensor4D, filter, [1, 8, 8, 3], 2, 1);
    expect(await doubled.data()).toEqual(
      await tf.conv2dTranspose(half as tf.Tensor4D, filter, [1, 8, 8, 3], 2, 'same').data(),
    );
  });
});

test('picture i depends only on the stream and i, not on the number of pictures, and no other tensor is left', async () => {
  const model = createArticleModel(cifar10.channels, randomStream(5));
  const before = tf.memory().numTensors;
  const [one, two] = [generate(model, cifar10, 1, randomStream(6)), generate(model, cifar10, 2, randomStream(6))];
  expect(tf.memory().numTensors).toBe(before + 4);
  expect(two.samples.shape).toEqual([2, 32, 32, 3]);
  for (const part of ['noise', 'samples'] as const) {
    const [single, first] = [await one[part].data(), (await two[part].data()).slice(0, 3072)];
    expect(first).toEqual(single);
  }
  tf.dispose([one.noise, one.samples, two.noise, two.samples]);
  model.dispose();
});
