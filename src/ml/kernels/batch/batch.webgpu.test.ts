import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeviceImages } from '../../data/device-images.ts';
import { type Device, openDevice } from '../../device/index.ts';
import { createForwardProcess } from '../../diffusion/process.ts';
import { randomStream } from '../../random.ts';
import { diffusionBatch } from './diffusion.ts';
import {
  type BatchAssembly,
  type BatchContents,
  type BatchStreams,
  type BatchTensors,
  composedBatch,
  createBatchAssembly,
} from './index.ts';
import { onePassBatch } from './one-pass.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
});
afterAll(() => device.dispose());

const imageBytes = 3072;

/** `count` images of noise. */
function pictures(count: number): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(count * imageBytes);
  randomStream(9).uint32(0, new Uint32Array(rgb.buffer));
  return rgb;
}

function picked(all: Uint8Array, indices: Uint32Array): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(indices.length * imageBytes);
  for (const [i, index] of indices.entries()) {
    rgb.set(all.subarray(index * imageBytes, (index + 1) * imageBytes), i * imageBytes);
  }
  return rgb;
}

function streamsOf(seed: number, flips: boolean): BatchStreams {
  const root = randomStream(seed);
  return { noise: root.fork('noise'), levels: root.fork('levels'), flips: flips ? root.fork('flips') : null };
}

/** Tensors that are the caller's; the reference's timesteps are none. */
function made(assembly: BatchAssembly): BatchTensors {
  let tensors: BatchTensors | undefined;
  tf.tidy(() => {
    tensors = assembly.make();
    for (const tensor of all(tensors)) tf.keep(tensor);
  });
  if (!tensors) throw new Error('nothing was made');
  return tensors;
}

function all({ noisy, target, timesteps, weights }: BatchTensors): tf.Tensor[] {
  return [noisy, target, timesteps, weights].filter((value) => value instanceof tf.Tensor);
}

async function numbersOf({ noisy, target, timesteps, weights }: BatchTensors) {
  return {
    noisy: await noisy.data<'float32'>(),
    target: await target.data<'float32'>(),
    timesteps: timesteps instanceof tf.Tensor ? await timesteps.data<'float32'>() : Float32Array.from(timesteps),
    weights: weights ? await weights.data<'float32'>() : new Float32Array(),
  };
}

const noiseLevels = { _class_name: 'DDPMScheduler' };
const process = (changes: object, minSnrGamma = 0) => createForwardProcess({ ...noiseLevels, ...changes }, minSnrGamma);
const flow = { _class_name: 'FlowMatchEulerDiscreteScheduler' };

/** What may differ from the reference: the noise by some 1e-6, in pictures that are a few times as large as it. */
const tolerance = 5e-6;

/** Of the number, or of 1 where it is smaller. */
function largestError(actual: Float32Array, expected: Float32Array): number {
  return expected.reduce((largest, value, i) => {
    const error = Math.abs((actual[i] ?? Number.NaN) - value) / Math.max(1, Math.abs(value));
    return error <= largest ? largest : error;
  }, 0);
}

/** What it is of, how many images, whether some are mirrored. */
const batches: [string, number, boolean, BatchContents][] = [
  ['one pass', 5, false, onePassBatch(0.8)],
  ['epsilon', 3, true, diffusionBatch(process({}), 'uniform')],
  ['sample, weighted by SNR', 5, false, diffusionBatch(process({ prediction_type: 'sample' }, 5), 'uniform')],
  [
    'v with zero terminal SNR',
    7,
    true,
    diffusionBatch(process({ prediction_type: 'v_prediction', rescale_betas_zero_snr: true }, 5), 'uniform'),
  ],
  ['of 77 timesteps', 1, true, diffusionBatch(process({ num_train_timesteps: 77 }), 'uniform')],
  ['logit-normal on a schedule', 6, false, diffusionBatch(process({}), 'logit-normal')],
  ['flow', 2, true, diffusionBatch(process(flow), 'uniform')],
  ['flow, logit-normal', 9, true, diffusionBatch(process(flow), 'logit-normal')],
];

test.each(batches)(
  'a batch made on WebGPU is that of the reference: %s, %i images, mirrored: %s',
  async (_, count, flips, kind) => {
    const library = pictures(12);
    const indices = Uint32Array.from({ length: count }, (_, i) => (i * 7 + 3) % 12);
    const rgb = picked(library, indices);
    const streams = streamsOf(count, flips);
    const stored = await DeviceImages.create(12);
    if (!stored) throw new Error('12 images fit everywhere');
    stored.write(0, library.slice(0, 5 * imageBytes));
    stored.write(5, library.slice(5 * imageBytes));
    const before = tf.memory().numTensors;

    const reference = composedBatch(kind);
    reference.write({ rgb }, streams);
    const composed = made(reference);
    const expected = await numbersOf(composed);
    for (const images of [{ rgb }, { stored, indices }]) {
      const assembly = createBatchAssembly(kind, count, 'rgb' in images ? null : stored);
      // Over what another batch left.
      assembly.write(images, streamsOf(count + 1, !flips));
      tf.dispose(all(made(assembly)));
      assembly.write(images, streams);
      const batch = made(assembly);
      const actual = await numbersOf(batch);
      for (const what of ['noisy', 'target', 'timesteps', 'weights'] as const) {
        expect(actual[what], what).toHaveLength(expected[what].length);
        expect(largestError(actual[what], expected[what]), what).toBeLessThan(tolerance);
      }
      tf.dispose(all(batch));
      assembly.dispose();
    }
    tf.dispose(all(composed));
    expect(tf.memory().numTensors, 'nothing is left behind').toBe(before);
    stored.dispose();
  },
);

test('uniform timesteps are exactly those of the host, whatever their number', async () => {
  for (const total of [2, 1000, 99_991]) {
    const forward = process({ num_train_timesteps: total });
    const streams = streamsOf(total, false);
    const count = 64;
    const assembly = createBatchAssembly(diffusionBatch(forward, 'uniform'), count, null);
    assembly.write({ rgb: pictures(count) }, streams);
    const batch = made(assembly);
    const { timesteps } = await numbersOf(batch);
    expect(timesteps).toEqual(forward.draw('uniform', count, streams.levels).timesteps);
    tf.dispose(all(batch));
    assembly.dispose();
  }
});
