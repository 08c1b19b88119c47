import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Device, openDevice } from '../../backends/open-device.ts';
import { cifar10, imageBytes } from '../../data/cifar10.testing.ts';
import { type PictureShape, pictureSize } from '../../data/description.ts';
import { DeviceImages } from '../../data/device-images.ts';
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
import { goldenNoises } from './nearest-noise.testing.ts';
import { onePassBatch } from './one-pass.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
});
afterAll(() => device.dispose());

/** `count` images of noise. */
function pictures(count: number, imageBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * imageBytes);
  randomStream(9).uint32(0, new Uint32Array(bytes.buffer));
  return bytes;
}

function picked(all: Uint8Array, indices: Uint32Array, imageBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(indices.length * imageBytes);
  for (const [i, index] of indices.entries()) {
    bytes.set(all.subarray(index * imageBytes, (index + 1) * imageBytes), i * imageBytes);
  }
  return bytes;
}

function streamsOf(seed: number, flips: boolean): BatchStreams {
  const root = randomStream(seed);
  return { noise: root.fork('noise'), levels: root.fork('levels'), flips: flips ? root.fork('flips') : null };
}

/** The tensors that belong to the caller; the reference's timesteps do not. */
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

/**
 * The noise may differ from the reference by about 1e-6, and the pictures are a few times as large.
 */
const tolerance = 5e-6;

/** Relative to the expected number, or absolute if that is below 1. */
function largestError(actual: Float32Array, expected: Float32Array): number {
  return expected.reduce((largest, value, i) => {
    const error = Math.abs((actual[i] ?? Number.NaN) - value) / Math.max(1, Math.abs(value));
    return error <= largest ? largest : error;
  }, 0);
}

/**
 * Name, number of images, whether some are mirrored, contents, and the pictures' shape if it is not
 * CIFAR-10's.
 */
const batches: [string, number, boolean, BatchContents, PictureShape?][] = [
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
  // The nearest of several noise draws. In the last case the number of words is not a multiple of
  // the workgroup.
  ['epsilon, nearest of 4', 5, true, diffusionBatch(process({}), 'uniform', 4)],
  ['v by SNR, nearest of 8', 3, false, diffusionBatch(process({ prediction_type: 'v_prediction' }, 5), 'uniform', 8)],
  ['flow, nearest of 2', 7, true, diffusionBatch(process(flow), 'uniform', 2), { side: 10, channels: 4 }],
  // Sides that are not powers of two, and every number of channels.
  ['28 x 28 x 1', 5, true, onePassBatch(0.8), { side: 28, channels: 1 }],
  ['48 x 48 x 3', 4, true, diffusionBatch(process({}), 'uniform'), { side: 48, channels: 3 }],
  ['10 x 10 x 4', 6, true, diffusionBatch(process(flow), 'uniform'), { side: 10, channels: 4 }],
  ['8 x 8 x 3, the smallest', 3, true, onePassBatch(0.5), { side: 8, channels: 3 }],
];

test.each(batches)(
  'a batch made on WebGPU agrees with the reference: %s, %i images, mirrored: %s',
  async (_, count, flips, kind, shape = cifar10) => {
    const imageBytes = pictureSize(shape);
    const library = pictures(12, imageBytes);
    const indices = Uint32Array.from({ length: count }, (_, i) => (i * 7 + 3) % 12);
    const bytes = picked(library, indices, imageBytes);
    const streams = streamsOf(count, flips);
    const stored = await DeviceImages.create(12, shape);
    if (!stored) throw new Error('12 images fit everywhere');
    stored.write(0, library.slice(0, 5 * imageBytes));
    stored.write(5, library.slice(5 * imageBytes));
    const before = tf.memory().numTensors;

    const reference = composedBatch(kind, shape);
    reference.write({ bytes }, streams);
    const composed = made(reference);
    const expected = await numbersOf(composed);
    for (const images of [{ bytes }, { stored, indices }]) {
      const assembly = createBatchAssembly(kind, shape, count, 'bytes' in images ? null : stored);
      // Writes over what another batch has left.
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
    const assembly = createBatchAssembly(diffusionBatch(forward, 'uniform'), cifar10, count, null);
    assembly.write({ bytes: pictures(count, imageBytes) }, streams);
    const batch = made(assembly);
    const { timesteps } = await numbersOf(batch);
    expect(timesteps).toEqual(forward.draw('uniform', count, streams.levels).timesteps);
    tf.dispose(all(batch));
    assembly.dispose();
  }
});

test.each(goldenNoises)('each image gets the noise that PyTorch chooses: $name', async (golden) => {
  const epsilon = diffusionBatch(process({}), 'uniform', golden.draws);
  const assembly = createBatchAssembly(epsilon, golden.shape, golden.count, null);
  assembly.write({ bytes: golden.bytes }, golden.streams);
  const [first, again] = [made(assembly), made(assembly)];
  const { target } = await numbersOf(first);
  expect(largestError(target, golden.noise)).toBeLessThan(tolerance);
  expect((await numbersOf(again)).target, 'the same bits each time').toEqual(target);
  tf.dispose([all(first), all(again)]);
  assembly.dispose();
});
