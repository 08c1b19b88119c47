/**
 * Compares our U-Net with diffusers' (tools/golden/unet2d.py): outputs, losses and the gradient of
 * every parameter. One body for every backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type GoldenUNet2DCase,
  goldenWeights,
  readGoldenUNet2D,
  sketch,
  sketchDistance,
} from '../../../../tools/golden/unet2d.ts';
import { type Device, openDevice } from '../../backends/open-device.ts';
import type { BackendName } from '../../config.ts';
import './gradients.ts';
import { toTorchLayout } from '../../nn/torch-layout.ts';
import { type RandomStream, randomStream } from '../../random.ts';
import { parseUNet2DConfig, type UNet2DConfig } from './config.ts';
import { embeddingFeatures } from './embedding.ts';
import { createUNet2DModel } from './index.ts';

const outputTolerance = 1e-4;
/** Relative to a gradient's norm. */
const gradientTolerance = 1e-3;
/**
 * Relative to the norm of all gradients together: the error that rounding may leave if the true
 * gradient is zero. This is the case only for a key's bias: it adds the same number to all scores
 * of a query, and softmax cancels it.
 */
const zeroTolerance = 1e-6;

const golden = readGoldenUNet2D();

/** Whether this is the random frequencies, which are never trained. */
const isFrozen = (parameter: string, { time_embedding_type }: UNet2DConfig): boolean =>
  time_embedding_type === 'fourier' && parameter === 'time_proj.weight';

/** Draws numbers as unet2d.py does: [n, h, w, c]. */
function drawn(stream: RandomStream, purpose: string, shape: number[]): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  stream.fork(purpose).normal(0, values);
  return tf.tensor(values, shape);
}

function labelsOf(config: UNet2DConfig, { classLabels, timesteps }: GoldenUNet2DCase, stream: RandomStream) {
  if (config.class_embed_type !== 'identity') return classLabels ?? undefined;
  return drawn(stream, 'labels', [timesteps.length, embeddingFeatures(config)]) as tf.Tensor2D;
}

async function evaluate(name: string, expected: GoldenUNet2DCase) {
  const config = parseUNet2DConfig(expected.config);
  const stream = randomStream(golden.seed).fork(name);
  const model = createUNet2DModel(config, goldenWeights(stream.fork('weights')));
  const [height = 0, width = height] = [config.sample_size].flat().map(Number);
  const size = [expected.timesteps.length, height, width];
  const input = drawn(stream, 'input', [...size, config.in_channels]) as tf.Tensor4D;
  const target = drawn(stream, 'target', [...size, config.out_channels]);
  const labels = labelsOf(config, expected, stream);
  const outputs: tf.Tensor[] = [];
  const { value, grads } = tf.variableGrads(() => {
    const output = tf.keep(model.forward(input, expected.timesteps, labels));
    outputs.push(output);
    return tf.mean(tf.squaredDifference(output, target)) as tf.Scalar;
  }, [...model.parameters.values()]);
  const gradients = new Map<string, Float32Array>();
  for (const [parameter, variable] of model.parameters) {
    const gradient = grads[variable.name];
    if (!gradient) throw new Error(`no gradient for ${parameter}`);
    gradients.set(parameter, toTorchLayout({ shape: gradient.shape, values: await gradient.data<'float32'>() }).values);
  }
  const results = {
    output: (await outputs[0]?.data<'float32'>()) ?? new Float32Array(),
    loss: (await value.data<'float32'>())[0] ?? Number.NaN,
    gradients,
  };
  tf.dispose([outputs, value, Object.values(grads), input, target, labels instanceof tf.Tensor ? labels : []]);
  model.dispose();
  return results;
}

export function describeUNet2DParity(backend: BackendName): void {
  describe(`UNet2DModel on ${backend} against diffusers`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await openDevice(backend);
    });
    afterAll(() => device.dispose());

    test.each(Object.entries(golden.cases))('%s', async (name, expected) => {
      const config = parseUNet2DConfig(expected.config);
      const tensors = tf.memory().numTensors;
      const { output, loss, gradients } = await evaluate(name, expected);
      expect(tf.memory().numTensors, 'nothing is left behind').toBe(tensors);

      expect(output).toHaveLength(expected.output.length);
      const outputError = output.reduce(
        (largest, value, i) => Math.max(largest, Math.abs(value - (expected.output[i] ?? Number.NaN))),
        0,
      );
      expect(outputError).toBeLessThan(outputTolerance);
      expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(outputTolerance);

      const entries = Object.entries(expected.parameters);
      expect([...gradients.keys()]).toEqual(entries.map(([parameter]) => parameter));
      const total = Math.hypot(...entries.map(([, { norm }]) => norm));
      const signs = randomStream(golden.seed).fork('signs');
      const errors = entries.map(([parameter, { norm, sketch: theirs }]) => {
        const ours = sketch(gradients.get(parameter) ?? new Float32Array(), signs.fork(parameter));
        const distance = sketchDistance(ours, theirs);
        const zero = norm < 1e-9 * total;
        expect(zero, parameter).toBe(parameter.endsWith('to_k.bias') || isFrozen(parameter, config));
        expect(distance, parameter).toBeLessThan(zero ? zeroTolerance * total : gradientTolerance * norm);
        return { zero, relative: distance / (zero ? total : norm) };
      });
      const worst = (zero: boolean) =>
        Math.max(0, ...errors.filter((error) => error.zero === zero).map(({ relative }) => relative)).toExponential(1);
      console.log(
        `${backend}, ${name}: output ${outputError.toExponential(1)}, gradients ${worst(false)}, zero ones ${worst(true)} of all`,
      );
    });
  });
}
