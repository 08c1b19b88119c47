import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { readGoldenUNet2D } from '../../../../tools/golden/unet2d.ts';
import { openDevice } from '../../backends/open-device.ts';
import { type ParameterSpec, torchInitialization } from '../../nn/parameters.ts';
import { toTorchLayout } from '../../nn/torch-layout.ts';
import { randomStream } from '../../random.ts';
import { parseUNet2DConfig } from './config.ts';
import { createUNet2DModel, unet2dShapes } from './index.ts';

const { cases, cifar10 } = readGoldenUNet2D();

beforeAll(async () => {
  await openDevice('cpu');
});

const count = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

describe('parameters have diffusers’ names, order and shapes', () => {
  test('google/ddpm-cifar10-32: 35.7 million', () => {
    const shapes = unet2dShapes(parseUNet2DConfig(cifar10.config));
    expect([...shapes]).toEqual(Object.entries(cifar10.shapes));
    expect([...shapes.values()].reduce((sum, shape) => sum + count(shape), 0)).toBe(35_746_307);
  });

  test.each(Object.entries(cases))('%s', (_, { config, parameters }) => {
    const expected = Object.entries(parameters).map(([name, { shape }]) => [name, shape]);
    expect([...unet2dShapes(parseUNet2DConfig(config))]).toEqual(expected);
  });
});

const { classes } = cases;
if (!classes) throw new Error('no golden case with classes');
const config = parseUNet2DConfig(classes.config);

test('is initialized as in PyTorch', () => {
  const specs: ParameterSpec[] = [];
  const source = torchInitialization(randomStream(7));
  const drawn = new Map<string, Float32Array>();
  createUNet2DModel(config, (spec) => {
    const values = source(spec);
    specs.push(spec);
    drawn.set(spec.name, values);
    return values;
  }).dispose();
  const shapes = unet2dShapes(config);
  for (const { name } of specs) {
    const values = drawn.get(name) ?? new Float32Array();
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    if (/norm/.test(name)) {
      expect(
        values.every((value) => value === (name.endsWith('weight') ? 1 : 0)),
        name,
      ).toBe(true);
    } else if (name === 'class_embedding.weight') {
      expect(Math.abs(variance - 1), name).toBeLessThan(5 * Math.sqrt(2 / values.length));
    } else {
      // Weight and bias alike: U(-1/sqrt(fan in), 1/sqrt(fan in)).
      const [, ...fanIn] = shapes.get(name.replace(/bias$/, 'weight')) ?? [];
      const bound = 1 / Math.sqrt(count(fanIn));
      expect(largest, name).toBeLessThanOrEqual(bound * (1 + 1e-7));
      expect(Math.abs(variance / (bound ** 2 / 3) - 1), name).toBeLessThan(5 / Math.sqrt(values.length));
    }
  }
});

test('a parameter’s first numbers depend on the stream and its name alone', async () => {
  const other = parseUNet2DConfig({ ...config, num_class_embeds: null, layers_per_block: 2 });
  const weightOf = async (seed: number, of: typeof config) => {
    const model = createUNet2DModel(of, torchInitialization(randomStream(seed)));
    const variable = model.parameters.get('mid_block.resnets.1.conv2.weight');
    const values = await variable?.data<'float32'>();
    model.dispose();
    return values;
  };
  expect(await weightOf(1, other)).toEqual(await weightOf(1, config));
  expect(await weightOf(2, config)).not.toEqual(await weightOf(1, config));
});

test('keeps the weights that it was given, and frees everything on `dispose`', async () => {
  const before = tf.memory().numTensors;
  const source = torchInitialization(randomStream(3));
  const given = new Map<string, Float32Array>();
  const model = createUNet2DModel(config, (spec) => {
    given.set(spec.name, source(spec));
    return source(spec);
  });
  for (const [name, variable] of model.parameters) {
    const { shape, values } = toTorchLayout({ shape: variable.shape, values: await variable.data<'float32'>() });
    expect(shape).toEqual(unet2dShapes(config).get(name));
    expect(values).toEqual(given.get(name));
  }
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('an image’s answer depends on its own timestep and label', async () => {
  const model = createUNet2DModel(config, torchInitialization(randomStream(4)));
  const x = tf.ones([2, 8, 8, 3]) as tf.Tensor4D;
  const answers = async (timesteps: number[], labels: number[]) => {
    const y = tf.tidy(() => model.forward(x, timesteps, labels));
    const values = await y.data<'float32'>();
    y.dispose();
    return [values.slice(0, values.length / 2), values.slice(values.length / 2)];
  };
  const [a, b] = await answers([5, 5], [1, 1]);
  expect(b).toEqual(a);
  const [c, d] = await answers([5, 6], [1, 1]);
  expect(c).toEqual(a);
  expect(d).not.toEqual(a);
  const [e, f] = await answers([5, 5], [1, 2]);
  expect(e).toEqual(a);
  expect(f).not.toEqual(a);
  expect(() => tf.tidy(() => model.forward(x, [5, 5], [0, 11]))).toThrow(/no row 11/);
  expect(() => tf.tidy(() => model.forward(x, [5, 5]))).toThrow(/needs class labels/);
  expect(() => tf.tidy(() => model.forward(x, [5], [0, 1]))).toThrow(/one timestep an image/);
  tf.dispose(x);
  model.dispose();
});
