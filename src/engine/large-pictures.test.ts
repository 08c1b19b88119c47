import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDevice } from '../ml/backends/open-device.ts';
import type { Turn } from '../ml/diffusion/sample.ts';
import { spansOf, stripsOf } from '../ml/diffusion/strips.ts';
import { randomNormal } from '../ml/kernels/noise/index.ts';
import { createArticleModel } from '../ml/models/article.ts';
import { randomStream } from '../ml/random.ts';
import { inStrips, inTiles } from './large-pictures.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

const atOnce: Turn = (work) => work();
const apart = (a: tf.Tensor, b: tf.Tensor) => tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] ?? Number.NaN);

describe('strips of the article’s network', () => {
  it('give the numbers of a single pass if the sides are multiples of 4, one strip per turn', async () => {
    const model = createArticleModel(3, randomStream(1));
    const size = { width: 20, height: 120, channels: 3 } as const;
    const picture = randomNormal([1, 120, 20, 3], randomStream(2));
    const strips = stripsOf(size, 20 * 48);
    expect(strips.length).toBeGreaterThan(3);
    const before = tf.memory().numTensors;
    let turns = 0;
    const reported: number[] = [];
    const parts = {
      turn: (<T>(work: () => Promise<T>) => {
        turns += 1;
        return work();
      }) satisfies Turn,
      onParts: (done: number) => reported.push(done),
    };
    const answer = await inStrips(model, picture, size, parts, strips);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(turns).toBe(strips.length + 1);
    expect(reported).toEqual(strips.map((_, i) => i + 1));
    const whole = tf.tidy(() => model.forward(picture));
    expect(apart(answer, whole)).toBeLessThan(1e-5);
    tf.dispose([picture, answer, whole]);
    model.dispose();
  });

  it('end at the picture’s edge for other sides, so that each pixel depends only on real pixels around it', async () => {
    const model = createArticleModel(1, randomStream(1));
    const size = { width: 34, height: 32, channels: 1 } as const;
    const picture = randomNormal([1, 32, 34, 1], randomStream(2));
    const answer = await inStrips(model, picture, size, { turn: atOnce, onParts: () => {} });
    const spans = spansOf(34, 34);
    expect(spans.map(({ from, to }) => [from, to])).toEqual([
      [0, 32],
      [2, 34],
    ]);
    for (const { from, keepFrom, keepTo } of spans) {
      const columns = (x: tf.Tensor4D, first: number) => tf.slice(x, [0, 0, first, 0], [1, -1, keepTo - keepFrom, -1]);
      const difference = tf.tidy(() =>
        apart(
          columns(answer, keepFrom),
          columns(model.forward(tf.slice(picture, [0, 0, from, 0], [1, -1, 32, -1])), keepFrom - from),
        ),
      );
      expect(difference).toBeLessThan(1e-5);
    }
    tf.dispose([picture, answer]);
    model.dispose();
  });
});

describe('tiles of a U-Net', () => {
  const shape = { side: 8, channels: 1 } as const;
  const size = { width: 46, height: 40, channels: 1 } as const;

  it('run in batches of one size, one per turn, and give back what they all agree on', async () => {
    const picture = randomNormal([1, 40, 46, 1], randomStream(3));
    const before = tf.memory().numTensors;
    const batches: number[] = [];
    const reported: number[] = [];
    const answer = inTiles(
      (x, timestep) => {
        batches.push(x.shape[0]);
        return tf.mul(x, timestep);
      },
      size,
      shape,
      { turn: atOnce, onParts: (done) => reported.push(done) },
    );
    const output = await answer.ahead(picture, 2);
    answer.dispose();
    expect(tf.memory().numTensors).toBe(before + 1);
    // 11 by 9 tiles: the last batch begins with one that the batch before has answered.
    expect(batches).toEqual([20, 20, 20, 20, 20]);
    expect(reported).toEqual([20, 40, 60, 80, 99]);
    expect(tf.tidy(() => apart(output, tf.mul(picture, 2)))).toBeLessThan(1e-5);
    tf.dispose([picture, output]);
  });

  it('can be cancelled between two batches, and leave nothing behind', async () => {
    const picture = randomNormal([1, 40, 46, 1], randomStream(3));
    const before = tf.memory().numTensors;
    let turns = 0;
    const turn: Turn = (work) => {
      turns += 1;
      return turns > 3 ? Promise.reject(new Error('cancelled')) : work();
    };
    const answer = inTiles((x) => tf.clone(x), size, shape, { turn, onParts: () => {} });
    await expect(answer.ahead(picture, 1)).rejects.toThrow('cancelled');
    answer.dispose();
    expect(turns).toBe(4);
    expect(tf.memory().numTensors).toBe(before);
    picture.dispose();
  });
});
