/** Linear layers of one input, on WebGPU at once against tfjs' operations on the CPU one by one. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { errorsOf, evaluate, type Input, normalInputs, type Operation, openBothBackends } from '../compare.testing.ts';
import { linearLayers, referenceLinearLayers } from './index.ts';

openBothBackends();

/** All results in a row: inputs are x, then weight and bias of each layer. */
const joined =
  (f: typeof linearLayers): Operation =>
  (x, ...parameters) => {
    const layers = Array.from({ length: parameters.length / 2 }, (_, i) => ({
      weight: parameters[2 * i] as tf.Tensor2D,
      bias: parameters[2 * i + 1] as tf.Tensor1D,
    }));
    const results = f(x as tf.Tensor2D, layers);
    const [only] = results;
    return only && results.length === 1 ? only : tf.concat(results, 1);
  };

function inputsOf(rows: number, inFeatures: number, outFeatures: readonly number[]): Input[] {
  return normalInputs([rows, inFeatures], ...outFeatures.flatMap((features) => [[features, inFeatures], [features]]));
}

test.each([
  [8, 32, [64, 16, 128]],
  [5, 12, [3, 70, 1, 9]],
  [3, 7, [5, 6]],
  [1, 1, [1, 2]],
  [4, 8, [16]],
])('%i rows of %i features: %j', async (rows, inFeatures, outFeatures) => {
  const inputs = inputsOf(rows, inFeatures, outFeatures);
  for (const error of await errorsOf(joined(linearLayers), joined(referenceLinearLayers), inputs)) {
    expect(error).toBeLessThan(1e-5);
  }
});

test('gives the same bits twice', async () => {
  const inputs = inputsOf(6, 20, [33, 4]);
  const once = () => evaluate('webgpu', joined(linearLayers), inputs);
  expect(await once()).toEqual(await once());
});
