import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDevice } from '../backends/open-device.ts';
import { createUNet2DModel, type UNet2DModel } from '../models/unet2d/index.ts';
import { smallUNetConfig, withClasses } from '../models/unet2d/small-unet.testing.ts';
import { copiedFrom, torchInitialization } from '../nn/parameters.ts';
import { randomStream } from '../random.ts';
import { type Denoiser, guided, type Label, unetDenoiser } from './denoiser.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

function pictures(count: number): tf.Tensor4D {
  const values = new Float32Array(count * 3072);
  randomStream(8).normal(0, values);
  return tf.tensor4d(values, [count, 32, 32, 3]);
}

function model(changes: object = {}): UNet2DModel {
  return createUNet2DModel(smallUNetConfig(changes), torchInitialization(randomStream(9)));
}

async function numbersOf(make: () => tf.Tensor): Promise<Float32Array> {
  const tensor = tf.tidy(make);
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}

describe('a U-Net as a denoiser', () => {
  let tensors: number;
  beforeEach(() => {
    tensors = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors, 'nothing is left behind').toBe(tensors);
  });

  test('accepts one timestep for all pictures, and ignores labels if the network knows no classes', async () => {
    const network = model();
    const denoiser = unetDenoiser(network, 'epsilon', 10);
    expect(denoiser).toMatchObject({ prediction: 'epsilon', knowsClasses: false });
    const x = pictures(2);
    const one = await numbersOf(() => denoiser.answer(x, 500, null));
    expect(await numbersOf(() => denoiser.answer(x, [500, 500], [3, 4]))).toEqual(one);
    expect(await numbersOf(() => denoiser.answer(x, [500, 20], null))).not.toEqual(one);
    x.dispose();
    network.dispose();
  });

  test('without a class, uses the label beyond the last class, or each class in turn if there is no such label', async () => {
    const x = pictures(2);
    for (const [changes, labels] of [
      [withClasses, [10, 10]],
      [{ num_class_embeds: 10 }, [0, 1]],
    ] as const) {
      const network = model(changes);
      const denoiser = unetDenoiser(network, 'epsilon', 10);
      const answer = await numbersOf(() => denoiser.answer(x, 7, null));
      expect(answer).toEqual(await numbersOf(() => network.forward(x, [7, 7], labels)));
      // Images 3 and 4 of more.
      const later = labels[0] === 10 ? labels : [3, 4];
      const some = await numbersOf(() => denoiser.answer(x, 7, null, 3));
      expect(some).toEqual(await numbersOf(() => network.forward(x, [7, 7], later)));
      expect(answer).not.toEqual(await numbersOf(() => denoiser.answer(x, 7, 5)));
      network.dispose();
    }
    x.dispose();
  });

  test('guidance multiplies the difference that the class makes', async () => {
    const network = model(withClasses);
    const denoiser = unetDenoiser(network, 'epsilon', 10);
    const x = pictures(3);
    const [without, withClass] = await Promise.all(
      [null, 4].map((label) => numbersOf(() => denoiser.answer(x, 300, label))),
    );
    if (!without || !withClass) throw new Error('two answers');
    for (const guidance of [0, 0.5, 1, 3]) {
      const expected = without.map((value, i) => value + guidance * ((withClass[i] ?? 0) - value));
      const answer = await numbersOf(() => guided(denoiser, 4, guidance)(x, 300));
      expect(largestDifference(answer, expected), `guidance ${guidance}`).toBeLessThan(1e-5);
    }
    x.dispose();
    network.dispose();
  });

  test('a copy of a network does not change while the network learns', async () => {
    const network = model(withClasses);
    const copy = createUNet2DModel(network.config, copiedFrom(network.parameters));
    const x = pictures(1);
    const answer = (of: UNet2DModel) => numbersOf(() => of.forward(x, [1], [2]));
    const before = await answer(network);
    expect(await answer(copy)).toEqual(before);
    for (const variable of network.parameters.values()) {
      tf.tidy(() => variable.assign(tf.mul(variable, 1.5)));
    }
    expect(await answer(network)).not.toEqual(before);
    expect(await answer(copy)).toEqual(before);
    tf.dispose(x);
    network.dispose();
    copy.dispose();
  });
});

test.each<[string, Partial<Denoiser>, Label, number, (Label | readonly Label[])[]]>([
  ['a class and guidance', {}, 4, 2, [[null, null, 4, 4]]],
  ['guidance of 1', {}, 4, 1, [4]],
  ['guidance of 0', {}, 4, 0, [null]],
  ['no class in particular', {}, null, 2, [null]],
  ['a network without classes', { knowsClasses: false }, 4, 2, [4]],
  ['a network that never answers without one', { answersWithoutClass: false }, 4, 2, [4]],
])('one pass, over twice the pictures only if two answers are compared: %s', (_, changes, label, guidance, asked) => {
  const labels: Parameters<Denoiser['answer']>[2][] = [];
  const denoiser: Denoiser = {
    prediction: 'epsilon',
    knowsClasses: true,
    answersWithoutClass: true,
    answer(x, _timestep, given) {
      labels.push(given);
      return tf.clone(x);
    },
    ...changes,
  };
  const pictures = tf.ones<tf.Rank.R4>([2, 32, 32, 3]);
  const answer = tf.tidy(() => guided(denoiser, label, guidance)(pictures, 9));
  expect(answer.shape).toEqual([2, 32, 32, 3]);
  tf.dispose([pictures, answer]);
  expect(labels).toEqual(asked);
});
