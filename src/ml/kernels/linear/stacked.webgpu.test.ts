/**
 * Compares stacked linear layers of the same shape on WebGPU with tfjs' operations on the CPU, one
 * layer after another.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { errorsOf, evaluate, type Input, normalInputs, type Operation, openBothBackends } from '../compare.testing.ts';
import { referenceLinearLayers, stackedLinearLayers } from './index.ts';
import { stacks } from './stacked-webgpu.ts';

openBothBackends();

/** All results, concatenated. The inputs are x, then weight and bias of each layer. */
const joined =
  (f: typeof stackedLinearLayers): Operation =>
  (x, ...parameters) => {
    const layers = Array.from({ length: parameters.length / 2 }, (_, i) => ({
      weight: parameters[2 * i] as tf.Tensor2D,
      bias: parameters[2 * i + 1] as tf.Tensor1D,
    }));
    return tf.concat(f(x as tf.Tensor2D, layers), 1);
  };

function inputsOf(rows: number, inFeatures: number, outFeatures: number, layers: number): Input[] {
  const shapes = Array.from({ length: layers }, () => [[outFeatures, inFeatures], [outFeatures]]);
  return normalInputs([rows, inFeatures], ...shapes.flat());
}

test.each([
  ['stacked', true, 128, 32, 32, 3],
  ['stacked, odd rows, in parts', true, 336, 20, 12, 2],
  ['one by one', false, 7, 32, 12, 3],
] as const)('%s', async (_, stacked, rows, inFeatures, outFeatures, layers) => {
  expect(stacks({ rows, inFeatures, outFeatures })).toBe(stacked);
  const inputs = inputsOf(rows, inFeatures, outFeatures, layers);
  for (const error of await errorsOf(joined(stackedLinearLayers), joined(referenceLinearLayers), inputs)) {
    expect(error).toBeLessThan(1e-5);
  }
});

test('gives the same bits twice', async () => {
  const inputs = inputsOf(64, 16, 8, 3);
  const once = () => evaluate('webgpu', joined(stackedLinearLayers), inputs);
  expect(await once()).toEqual(await once());
});
