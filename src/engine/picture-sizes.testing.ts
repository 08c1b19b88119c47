/**
 * Networks of 28 x 28 and 32 x 32 grey pixels and of 64 x 64 colour pixels against diffusers
 * (tools/golden/picture_sizes.py). A folder that diffusers wrote opens, and its outputs, gradients
 * and samples are those of diffusers. The same tests run on every backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GoldenPictureSize, readGoldenPictureSizes } from '../../tools/golden/picture-sizes.ts';
import { goldenWeights, sketch, sketchDistance } from '../../tools/golden/unet2d.ts';
import { type Device, openDevice } from '../ml/backends/open-device.ts';
import { readFolder } from '../ml/checkpoint/folder.ts';
import { toJson } from '../ml/checkpoint/folder-files.ts';
import { writeSafetensors } from '../ml/checkpoint/safetensors.ts';
import type { BackendName } from '../ml/config.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import { sample } from '../ml/diffusion/sample.ts';
import { samplerConfig } from '../ml/diffusion/sampler-config.ts';
import '../ml/models/unet2d/gradients.ts';
import { parseUNet2DConfig } from '../ml/models/unet2d/config.ts';
import { createUNet2DModel, unet2dShapes } from '../ml/models/unet2d/index.ts';
import { shapeOf } from '../ml/network-description.ts';
import { toTorchLayout } from '../ml/nn/torch-layout.ts';
import { type RandomStream, randomStream } from '../ml/random.ts';
import { loadNetwork } from './load-network.ts';
import { numbersOf } from './tensors.ts';

const tolerance = 1e-4;
/** Relative to the norm of all gradients together. */
const gradientTolerance = 1e-3;

const golden = readGoldenPictureSizes();

/**
 * The folder as diffusers' `save_pretrained` would write it, with the weights of picture_sizes.py.
 */
function openFolder(name: string, { config, scheduler }: GoldenPictureSize) {
  const stream = randomStream(golden.seed).fork(name);
  const draw = goldenWeights(stream.fork('weights'));
  const shapes = unet2dShapes(parseUNet2DConfig(config));
  const drawn = new Map(
    [...shapes].map(([parameter, shape]) => [parameter, { shape, values: draw({ name: parameter, shape }) }]),
  );
  const { network, weights } = readFolder(
    name,
    new Map([
      ['unet/config.json', toJson(config)],
      ['scheduler/scheduler_config.json', toJson(scheduler)],
      ['unet/diffusion_pytorch_model.safetensors', writeSafetensors(drawn)],
    ]),
  );
  if (network.kind !== 'unet2d') throw new Error('it is a U-Net');
  return { stream, network, numbers: numbersOf(weights), shape: shapeOf(network) };
}

type OpenedFolder = ReturnType<typeof openFolder>;

/** Two pictures, drawn as picture_sizes.py draws them. */
function pair({ stream, shape: { side, channels } }: OpenedFolder, purpose: string): tf.Tensor4D {
  const values = new Float32Array(2 * side * side * channels);
  stream.fork(purpose).normal(0, values);
  return tf.tensor4d(values, [2, side, side, channels]);
}

function largestError(values: Float32Array, thinned: Float32Array): number {
  expect(thinned).toHaveLength(Math.ceil(values.length / golden.every));
  return thinned.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (values[i * golden.every] ?? Number.NaN))),
    0,
  );
}

async function gradientSketch(parameters: ReadonlyMap<string, tf.Variable>, gradients: tf.NamedTensorMap) {
  const signs: RandomStream = randomStream(golden.seed).fork('signs');
  let sums = new Float64Array();
  for (const [parameter, { name }] of parameters) {
    const gradient = gradients[name];
    if (!gradient) throw new Error(`no gradient for ${parameter}`);
    const { values } = toTorchLayout({ shape: gradient.shape, values: await gradient.data<'float32'>() });
    sums = sketch(values, signs.fork(parameter)).map((sum, k) => sum + (sums[k] ?? 0));
  }
  return sums;
}

const cases = Object.entries(golden.cases);

/** `count`: how many of the two pictures are compared. */
function describeAnswers(answered: typeof cases, count: number): void {
  test.each(answered)('%s answers', async (name, expected) => {
    const folder = openFolder(name, expected);
    const model = createUNet2DModel(folder.network.config, folder.numbers);
    const input = pair(folder, 'input');
    const timesteps = golden.timesteps.slice(0, count);
    const output = tf.tidy(() => model.forward(tf.slice(input, 0, count), timesteps));
    const values = await output.data<'float32'>();
    const theirs = expected.output.subarray(0, Math.ceil(values.length / golden.every));
    expect(largestError(values, theirs)).toBeLessThan(tolerance);
    tf.dispose([input, output]);
    model.dispose();
  });
}

function describeSamples(sampled: typeof cases): void {
  test.each(sampled)('%s samples', async (name, expected) => {
    const folder = openFolder(name, expected);
    const network = (await loadNetwork(folder.network, cifar10)).open(folder.numbers);
    if (network.kind !== 'diffusion') return expect.fail('it is a U-Net');
    const pictures = await sample((x, timestep) => network.denoiser.answer(x, timestep, null), {
      scheduler: samplerConfig(network.scheduler, 'ddim'),
      steps: golden.ddimSteps,
      shape: folder.shape,
      count: 1,
      stream: folder.stream,
    });
    expect(largestError(await pictures.data<'float32'>(), expected.sample)).toBeLessThan(tolerance);
    pictures.dispose();
    network.dispose();
  });
}

function describeLearning(): void {
  test.each(cases)('%s learns', async (name, expected) => {
    const folder = openFolder(name, expected);
    const model = createUNet2DModel(folder.network.config, folder.numbers);
    const [input, target] = [pair(folder, 'input'), pair(folder, 'target')];
    const { value, grads } = tf.variableGrads(
      () => tf.mean(tf.squaredDifference(model.forward(input, golden.timesteps), target)) as tf.Scalar,
      [...model.parameters.values()],
    );
    const [loss = Number.NaN] = await value.data<'float32'>();
    expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(tolerance);
    const { norm, sketch: theirs } = expected.gradient;
    expect(sketchDistance(await gradientSketch(model.parameters, grads), theirs)).toBeLessThan(
      gradientTolerance * norm,
    );
    tf.dispose([value, grads, input, target]);
    model.dispose();
  });
}

/**
 * The CPU backend takes many seconds for 64 x 64 pixels, so there only one output and the samples
 * of the smaller networks are compared.
 */
export function describePictureSizes(backend: BackendName): void {
  describe(`networks of other pictures on ${backend} against diffusers`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await openDevice(backend);
    });
    afterAll(() => device.dispose());

    const compared = backend === 'cpu' ? cases.filter(([name]) => name !== 'size64') : cases;
    describeAnswers(compared, backend === 'cpu' ? 1 : 2);
    describeSamples(compared);
    if (backend !== 'cpu') describeLearning();
  });
}
