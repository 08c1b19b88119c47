import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { recipes } from '../../config.ts';
import { cifar10 } from '../../data/cifar10.testing.ts';
import { openDevice } from '../../device/index.ts';
import { describeNetwork } from '../../networks.ts';
import { randomStream } from '../../random.ts';
import type { Denoiser } from '../denoiser.ts';
import { predictionTarget } from '../prediction.ts';
import { createForwardProcess, levelTensors } from '../process.ts';
import { inpaint } from './inpaint.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

it.each(['tiny', 'flow'] as const)(
  'recipe %s: a network that knows the picture finds it, and known pixels stay',
  (name) => {
    const network = describeNetwork(recipes[name].experiment, cifar10);
    if (network.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
    const process = createForwardProcess(network.scheduler);
    const truth = tf.tensor4d(
      Float32Array.from({ length: 3072 }, (_, i) => Math.sin(i)),
      [1, 32, 32, 3],
    );
    /** Answers as if the whole picture, and not only what is lost, were the truth. */
    const denoiser: Denoiser = {
      prediction: process.prediction,
      knowsClasses: false,
      answersWithoutClass: true,
      answer: (x, timestep) => {
        const place =
          ((typeof timestep === 'number' ? timestep : (timestep[0] ?? 0)) + 0.001) / process.numTrainTimesteps;
        const level = levelTensors(process.at([place]));
        const noise = tf.div(tf.sub(x, tf.mul(truth, level.alpha)), level.sigma);
        return predictionTarget(process.prediction, truth, noise, level) as tf.Tensor4D;
      },
    };
    const lost = tf.tensor4d(
      Float32Array.from({ length: 1024 }, (_, i) => (i % 3 === 0 ? 1 : 0)),
      [1, 32, 32, 1],
    );
    const known = tf.fill([1, 32, 32, 3], 0.25) as tf.Tensor4D;
    const before = tf.memory().numTensors;
    const result = inpaint(denoiser, process, known, lost, randomStream(1));
    expect(tf.memory().numTensors).toBe(before + 1);
    const expected = tf.add(tf.mul(truth, lost), tf.mul(known, tf.sub(1, lost)));
    expect(tf.max(tf.abs(tf.sub(result, expected))).dataSync()[0]).toBeLessThan(1e-3);
  },
);
