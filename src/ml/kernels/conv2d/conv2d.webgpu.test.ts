/** Compares our convolutions on WebGPU with tfjs' on the CPU, on shapes that do not fill a tile. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../models/unet2d/gradients.ts';
import { type Device, openDevice } from '../../backends/open-device.ts';
import { randomStream } from '../../random.ts';
import { stockKernels } from '../shared/register-kernel.ts';
import type { ConvolutionAttributes } from './shape.ts';

/**
 * Relative to the largest number of the result, which sums some thousand products in another order.
 */
const tolerance = 1e-5;

interface Case {
  /** [batch, height, width, in] */
  readonly x: [number, number, number, number];
  readonly out: number;
  /** [height, width] */
  readonly kernel: [number, number];
  readonly stride: number | [number, number];
  readonly pad: ConvolutionAttributes['pad'];
}

const cases: Record<string, Case> = {
  'conv_in: 3 -> 32, 3x3': { x: [2, 32, 32, 3], out: 32, kernel: [3, 3], stride: 1, pad: 1 },
  'conv_out: 32 -> 3, 3x3': { x: [1, 32, 32, 32], out: 3, kernel: [3, 3], stride: 1, pad: 1 },
  'the article: 4x4, stride 2': { x: [2, 8, 8, 8], out: 16, kernel: [4, 4], stride: 2, pad: 1 },
  'shortcut: 96 -> 20, 1x1': { x: [1, 7, 7, 96], out: 20, kernel: [1, 1], stride: 1, pad: 'valid' },
  'downsample: same, stride 2': { x: [1, 8, 6, 12], out: 12, kernel: [3, 3], stride: 2, pad: 'same' },
  'downsample: explicit zeros at the bottom and the right': {
    x: [3, 7, 9, 4],
    out: 8,
    kernel: [3, 3],
    stride: 2,
    pad: [
      [0, 0],
      [0, 1],
      [0, 1],
      [0, 0],
    ],
  },
  'odd channels: 5 -> 96': { x: [1, 7, 5, 5], out: 96, kernel: [3, 3], stride: 1, pad: 'same' },
  'one pixel, one channel': { x: [1, 1, 1, 1], out: 1, kernel: [1, 1], stride: 1, pad: 0 },
  'one pixel under a filter that is all border': { x: [2, 1, 1, 4], out: 4, kernel: [3, 3], stride: 1, pad: 1 },
  'unequal kernel and strides': { x: [2, 9, 11, 3], out: 5, kernel: [2, 5], stride: [3, 2], pad: 'same' },
  'stride beyond the kernel: pixels that no tap reads': { x: [1, 7, 7, 4], out: 4, kernel: [1, 1], stride: 3, pad: 0 },
};

const devices: Device[] = [];
beforeAll(async () => {
  for (const name of ['cpu', 'webgpu'] as const) devices.push(await openDevice(name));
});
afterAll(() => {
  for (const device of devices) device.dispose();
});

function drawn(purpose: string, shape: number[]): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  randomStream(4).fork(purpose).normal(0, values);
  return tf.tensor(values, shape);
}

function runKernel(name: string, inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(name, inputs, attributes as tf.NamedAttrMap);
}

/** Runs every kernel once. The result of the forward pass also serves as dy. */
async function evaluate(backend: string, { x: xShape, out, kernel, stride, pad }: Case) {
  await tf.setBackend(backend);
  const tensors = tf.memory().numTensors;
  const results = tf.tidy(() => {
    const filterShape: [number, number, number, number] = [...kernel, xShape[3], out];
    const [x, filter, bias] = [drawn('x', xShape), drawn('filter', filterShape), drawn('bias', [out])];
    const attributes = { strides: stride, pad, dataFormat: 'NHWC', dilations: [1, 1] };
    const forward = runKernel(tf.Conv2D, { x, filter }, attributes);
    const dy = drawn('dy', forward.shape);
    return {
      forward,
      'with bias': runKernel(tf.FusedConv2D, { x, filter, bias }, { ...attributes, activation: 'linear' }),
      'with bias and relu': runKernel(tf.FusedConv2D, { x, filter, bias }, { ...attributes, activation: 'relu' }),
      'input gradient': runKernel(tf.Conv2DBackpropInput, { dy, filter }, { ...attributes, inputShape: xShape }),
      'filter gradient': runKernel(tf.Conv2DBackpropFilter, { x, dy }, { ...attributes, filterShape }),
      'bias gradient': tf.sum(dy, [0, 1, 2]),
    };
  });
  const read = Object.entries(results).map(
    async ([name, tensor]) => [name, { shape: tensor.shape, values: await tensor.data<'float32'>() }] as const,
  );
  const values = new Map(await Promise.all(read));
  tf.dispose(results);
  expect(tf.memory().numTensors, 'nothing is left behind').toBe(tensors);
  return values;
}

describe('convolutions on webgpu against cpu', () => {
  test.each(Object.entries(cases))('%s', async (_, shapes) => {
    const reference = await evaluate('cpu', shapes);
    const measured = await evaluate('webgpu', shapes);
    for (const [name, { shape, values }] of reference) {
      const ours = measured.get(name);
      expect(ours?.shape, name).toEqual(shape);
      const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      expect(scale, name).toBeGreaterThan(0);
      const error = values.reduce((most, value, i) => Math.max(most, Math.abs(value - (ours?.values[i] ?? NaN))), 0);
      expect(error / scale, name).toBeLessThan(tolerance);
    }
  });

  test('the same input twice gives the same bits', async () => {
    const shapes: Case = { x: [3, 16, 16, 8], out: 12, kernel: [3, 3], stride: 1, pad: 1 };
    const [first, second] = [await evaluate('webgpu', shapes), await evaluate('webgpu', shapes)];
    for (const [name, { values }] of first) expect(second.get(name)?.values, name).toEqual(values);
  });

  test('ours replace tfjs’ kernels, which still compute what ours cannot', async () => {
    await tf.setBackend('webgpu');
    for (const [name, stock] of stockKernels('webgpu'))
      expect(tf.getKernel(name, 'webgpu').kernelFunc, name).not.toBe(stock.kernelFunc);
    // The row 1 to 8 under the filter [1, 10], whose taps are two pixels apart.
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 8, 1]);
    const filter = tf.tensor4d([1, 10], [1, 2, 1, 1]);
    const dilated = tf.conv2d(x, filter, 1, 'valid', 'NHWC', [1, 2]);
    expect([...(await dilated.data())]).toEqual([31, 42, 53, 64, 75, 86]);
    tf.dispose([x, filter, dilated]);
  });
});

describe('gradients agree with finite differences', () => {
  test.each([
    ['conv', { x: [1, 5, 4, 3], out: 4, kernel: [3, 3], stride: 2, pad: 'same' }],
    ['transposed', { x: [1, 6, 6, 3], out: 4, kernel: [4, 4], stride: 2, pad: 1 }],
  ] satisfies [string, Case][])('%s', async (kind, { x: xShape, out, kernel, stride, pad }) => {
    await tf.setBackend('webgpu');
    const filterShape: [number, number, number, number] = [...kernel, xShape[3], out];
    const small: [number, number, number, number] = [1, Math.ceil(xShape[1] / 2), Math.ceil(xShape[2] / 2), out];
    const f = (input: tf.Tensor, filter: tf.Tensor) =>
      kind === 'conv'
        ? tf.conv2d(input as tf.Tensor4D, filter as tf.Tensor4D, stride, pad as 'same')
        : tf.conv2dTranspose(input as tf.Tensor4D, filter as tf.Tensor4D, xShape, stride, pad as number);
    const inputs = [drawn('x', kind === 'conv' ? xShape : small), drawn('filter', filterShape)] as const;
    const loss = (input: tf.Tensor, filter: tf.Tensor) => tf.mean(tf.square(f(input, filter))) as tf.Scalar;
    const { grads } = tf.valueAndGrads(loss)([...inputs]);
    for (const [i, gradient] of grads.entries()) {
      const step = tf.mul(drawn(`step ${i}`, gradient.shape), 0.01);
      const moved = (sign: 1 | -1) =>
        inputs.map((tensor, k) => (k === i ? tf.add(tensor, tf.mul(step, sign)) : tensor));
      const at = async (sign: 1 | -1) => {
        const [input, filter] = moved(sign);
        if (!input || !filter) throw new Error('two inputs');
        return (await loss(input, filter).data<'float32'>())[0] ?? NaN;
      };
      // The function is quadratic in each of the two, so the central difference is exact except for
      // rounding.
      const difference = ((await at(1)) - (await at(-1))) / 2;
      const predicted = (await tf.sum(tf.mul(gradient, step)).data<'float32'>())[0] ?? NaN;
      expect(Math.abs(predicted / difference - 1)).toBeLessThan(1e-3);
    }
    tf.disposeVariables();
  });
});
