/**
 * Compares kernels whose pictures are stored in half precision with their references in float32.
 * Kernels that do not support halves must work as before.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import '../../models/unet2d/gradients.ts';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { silu } from '../activation/index.ts';
import {
  drawn,
  evaluate,
  type Input,
  normalInputs,
  type Operation,
  openBothBackends,
  relativeError,
} from '../compare.testing.ts';
import { concatChannels } from '../concat/index.ts';
import { convolutionLayer } from '../conv2d/layer.ts';
import { groupNorm } from '../group-norm/index.ts';
import { upsampleNearest } from '../upsample/index.ts';
import { canStoreHalves, inHalfPrecision } from './index.ts';

openBothBackends();

const convolved: Operation = (x, filter, bias, added) =>
  convolutionLayer(
    {
      x: x as tf.Tensor4D,
      filter: filter as tf.Tensor4D,
      bias: bias as tf.Tensor1D,
      ...(added && { added: added as tf.Tensor4D }),
    },
    { strides: 1, pad: 1 },
  );
const normalized: Operation = (x, gain, offset) =>
  groupNorm(x as tf.Tensor4D, gain as tf.Tensor2D, offset as tf.Tensor2D, {
    groups: 2,
    epsilon: 1e-5,
    activation: 'silu',
  });
const joined: Operation = (a, b) => concatChannels(a as tf.Tensor4D, b as tf.Tensor4D);
const enlarged: Operation = (x) => upsampleNearest(x as tf.Tensor4D);

const picture = [2, 7, 7, 8];
const filter = [3, 3, 8, 8];
const pairs = (channels: number) => [
  [1, channels],
  [1, channels],
];

/** Each reads halves and writes halves; the last one also reads the added picture as halves. */
const operations: [string, Operation, Input[]][] = [
  ['convolution', (x, ...others) => convolved(convolved(x, ...others), ...others), normalInputs(picture, filter, [8])],
  [
    'GroupNorm',
    (x, gain, offset, w, b) => normalized(convolved(x, w, b), gain, offset),
    normalInputs(picture, ...pairs(8), filter, [8]),
  ],
  [
    'concatenation',
    (x, w, b) => convolved(joined(convolved(x, w, b), x), tf.concat([w, w], 2), b),
    normalInputs(picture, filter, [8]),
  ],
  ['enlargement', (x, w, b) => enlarged(convolved(x, w, b)), normalInputs(picture, filter, [8])],
  [
    'residual',
    (x, w, b) => {
      const y = convolved(x, w, b);
      return convolved(y, w, b, y);
    },
    normalInputs(picture, filter, [8]),
  ],
];

/** Like `evaluate`, but in half precision. */
async function evaluateHalf(f: Operation, inputs: readonly Input[]): Promise<Float32Array[]> {
  await tf.setBackend('webgpu');
  const before = tf.memory().numTensors;
  const tensors = inputs.map(({ shape, values }) => tf.tensor(values, shape));
  const outShape = tf.tidy(() => f(...tensors).shape);
  const dy = tf.tensor(drawn('dy', outShape), outShape);
  const { value, grads } = inHalfPrecision(() => tf.valueAndGrads(f)(tensors, dy));
  expect((tf.backend() as SlicedBackend).isHalf(value.dataId)).toBe(true);
  const results = await Promise.all([value, ...grads].map((tensor) => tensor.data<'float32'>()));
  tf.dispose([tensors, dy, value, grads]);
  expect(tf.memory().numTensors, 'nothing is left behind').toBe(before);
  return results;
}

function expectRefusal(): void {
  expect(() => inHalfPrecision(() => 0)).toThrow('shader-f16');
}

test.each(operations)('%s: value and gradients', async (_, f, inputs) => {
  if (!canStoreHalves()) return expectRefusal();
  const expected = await evaluate('cpu', f, inputs);
  const actual = await evaluateHalf(f, inputs);
  for (const [i, values] of expected.entries()) {
    expect(relativeError(actual[i] ?? new Float32Array(), values)).toBeLessThan(2e-3);
  }
});

/**
 * Operations that do not support halves: kernels of tfjs and of ours, with other operands, of other
 * shapes, applied twice.
 */
const unaware: Record<string, (x: tf.Tensor4D) => tf.Tensor> = {
  'a sum of rows': (x) => tf.sum(x, [1, 2]),
  'a product with itself': (x) => tf.mul(x, tf.add(x, 1)),
  'a slice of another shape': (x) => tf.slice(tf.reshape(x, [x.size]), 5, 100),
  'a kernel of ours': (x) => silu(x),
  transposed: (x) => tf.add(tf.transpose(x, [3, 0, 1, 2]), tf.transpose(tf.clone(x), [3, 0, 1, 2])),
  nothing: (x) => tf.reshape(x, [x.size]),
};

test.each(Object.entries(unaware))('%s of halves equals that of floats', async (_, of) => {
  await tf.setBackend('webgpu');
  if (!canStoreHalves()) return expectRefusal();
  const before = tf.memory();
  const x: tf.Tensor4D = tf.tensor(drawn('x', picture), [2, 7, 7, 8]);
  const twice = (halves: boolean) => {
    const half = halves ? inHalfPrecision(() => enlarged(x)) : enlarged(x);
    expect((tf.backend() as SlicedBackend).isHalf(half.dataId)).toBe(halves);
    return half as tf.Tensor4D;
  };
  const [actual, expected] = tf.tidy(() => [of(twice(true)), of(twice(false))]) as [tf.Tensor, tf.Tensor];
  expect(relativeError(await actual.data<'float32'>(), await expected.data<'float32'>())).toBeLessThan(2e-3);
  tf.dispose([x, actual, expected]);
  const { numTensors, ...others } = tf.memory();
  expect(numTensors).toBe(before.numTensors);
  expect((others as unknown as { numBytesInGPU: number }).numBytesInGPU).toBe(
    (before as unknown as { numBytesInGPU: number }).numBytesInGPU,
  );
});
