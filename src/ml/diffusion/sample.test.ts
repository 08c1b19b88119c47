import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDevice } from '../backends/open-device.ts';
import { type PredictionType, recipes, samplersFor } from '../config.ts';
import { cifar10 } from '../data/cifar10.testing.ts';
import { describeNetwork } from '../network-description.lazy.ts';
import { randomStream } from '../random.ts';
import type { Answer } from './denoiser.ts';
import { type SampleOptions, sample } from './sample.ts';
import { samplerConfig } from './sampler-config.ts';
import type { SchedulerConfig } from './schedulers/index.ts';

let tensors: number;
beforeAll(async () => {
  await openDevice('cpu');
});
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors, 'nothing is left behind').toBe(tensors);
});

function trainingScheduler(predictionType: PredictionType, zeroTerminalSnr = false): SchedulerConfig {
  const recipe = predictionType === 'flow' ? recipes.flow : recipes.tiny;
  const network = describeNetwork({ ...recipe.experiment, predictionType, zeroTerminalSnr }, cifar10);
  if (network.kind !== 'unet2d') throw new Error('a diffusion recipe');
  return network.scheduler;
}

const answer: Answer = (x, timestep) => tf.mul(x, 0.5 + timestep / 4000);

function options(changes: Partial<SampleOptions> = {}): SampleOptions {
  const scheduler = samplerConfig(trainingScheduler('epsilon'), 'ddpm');
  return { scheduler, steps: 5, shape: cifar10, count: 2, stream: randomStream(1), ...changes };
}

async function numbersOf(changes: Partial<SampleOptions> = {}, of: Answer = answer): Promise<Float32Array> {
  const pictures = await sample(of, options(changes));
  try {
    return await pictures.data<'float32'>();
  } finally {
    pictures.dispose();
  }
}

const pairs = (['sample', 'flow'] as const).flatMap((prediction) =>
  samplersFor(prediction).flatMap((sampler) => [false, true].map((zero) => [prediction, sampler, zero] as const)),
);

test.each(pairs)(
  'a network that knows the image leads to it: %s, %s, zero terminal SNR: %s',
  async (prediction, sampler, zero) => {
    const truth = Float32Array.from({ length: 3072 }, (_, i) => Math.sin(i / 50));
    const x0 = tf.tensor4d(truth, [1, 32, 32, 3]);
    // For flow, the velocity that follows from x = (1 - s) x_0 + s noise with s = timestep / 1000.
    const knowing: Answer = (x, timestep) =>
      prediction === 'sample' ? tf.add(tf.zerosLike(x), x0) : tf.div(tf.sub(x, x0), timestep / 1000);
    const scheduler = samplerConfig(trainingScheduler(prediction, zero), sampler);
    const found = await numbersOf({ scheduler, steps: 8, count: 1 }, knowing);
    x0.dispose();
    const error = found.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (truth[i] ?? Number.NaN))), 0);
    expect(error).toBeLessThan(1e-5);
  },
);

test.each(['epsilon', 'v_prediction'] as const)(
  'every sampler runs with a training scheduler of %s',
  async (prediction) => {
    for (const zero of [false, true]) {
      for (const sampler of samplersFor(prediction)) {
        const scheduler = samplerConfig(trainingScheduler(prediction, zero), sampler);
        const values = await numbersOf({ scheduler, steps: 3, count: 1 });
        expect(values.every(Number.isFinite), `${sampler}, ${zero}`).toBe(true);
      }
    }
  },
);

test('reports every step, noisiest first: its input and the clean image predicted from it', async () => {
  const seen: [number, number, number][] = [];
  const noisy: Float32Array[] = [];
  const result = await numbersOf({
    async onStep({ index, total, timestep, noisy: input, predicted }) {
      seen.push([index, total, timestep]);
      noisy.push(await input.data<'float32'>());
      const values = await predicted.data<'float32'>();
      expect(
        values.every((value) => Math.abs(value) <= 1),
        'clipped',
      ).toBe(true);
    },
  });
  expect(seen).toEqual([0, 1, 2, 3, 4].map((i) => [i, 5, 800 - 200 * i]));
  const initial = new Float32Array(2 * 3072);
  randomStream(1).fork('initial').normal(0, initial);
  expect(noisy[0]).toEqual(initial);
  expect(noisy[4]).not.toEqual(result);
});

test('a picture depends only on the stream and its place in it, not on how many are sampled at once', async () => {
  const all = await numbersOf({ count: 3 });
  expect(await numbersOf({ count: 1 })).toEqual(all.slice(0, 3072));
  expect(await numbersOf({ count: 2, first: 1 })).toEqual(all.slice(3072));
  expect(await numbersOf({ count: 3, stream: randomStream(2) })).not.toEqual(all);
});

test('eta adds noise to every step of DDIM', async () => {
  const scheduler = samplerConfig(trainingScheduler('epsilon'), 'ddim');
  expect(await numbersOf({ scheduler, eta: 1 })).not.toEqual(await numbersOf({ scheduler }));
});

describe('ends between two steps', () => {
  // A multi-step scheduler keeps tensors of its own.
  const scheduler = samplerConfig(trainingScheduler('epsilon'), 'unipc');

  test('when it is cancelled', async () => {
    const abort = new AbortController();
    let steps = 0;
    const onStep = async () => {
      if (++steps === 3) abort.abort();
    };
    const call = sample(answer, options({ scheduler, onStep, signal: abort.signal }));
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(steps).toBe(3);
  });

  test('when its turn, its onStep or the network fails', async () => {
    const failure = new Error('no more');
    const failing = <T>(at: number, value: () => T) => {
      let calls = 0;
      return () => {
        if (++calls === at) throw failure;
        return value();
      };
    };
    const onStep = failing(3, async () => {});
    await expect(sample(answer, options({ scheduler, onStep }))).rejects.toBe(failure);
    const mayUse = failing(3, () => {});
    const turn: SampleOptions['turn'] = async (work) => {
      mayUse();
      return work();
    };
    await expect(sample(answer, options({ scheduler, turn }))).rejects.toBe(failure);
    const works = failing(3, () => {});
    const network: Answer = (x, timestep) => {
      const half = answer(x, timestep);
      works();
      return half;
    };
    await expect(sample(network, options({ scheduler }))).rejects.toBe(failure);
    await expect(sample(answer, options({ scheduler, steps: 5000 }))).rejects.toMatchObject({ code: 'value-invalid' });
  });
});
