/**
 * Compares convolutions by workgroups, the variant for GPUs, with tfjs' on the CPU. They run on the
 * current adapter, whichever variant it would choose itself.
 */

import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { drawn, openBothBackends, relativeError } from '../compare.testing.ts';
import { filterGradient } from './filter-gradient.ts';
import { convolve, inputGradient } from './gather.ts';
import { convolutionSizes } from './shape.ts';
import { variants } from './variants.ts';

openBothBackends();

interface Case {
  /** [batch, height, width, in] */
  readonly x: [number, number, number, number];
  readonly out: number;
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
}

const cases: Record<string, Case> = {
  'channels that fill no step, pixels that fill no tile': { x: [2, 7, 9, 20], out: 36, kernel: 3, stride: 1, pad: 1 },
  'odd channels, phases of unequal size': { x: [1, 9, 9, 33], out: 18, kernel: 4, stride: 2, pad: 1 },
};

/**
 * The smallest tiles, because barriers are slow on software adapters; larger ones differ only by
 * numbers in the sources. There are enough workgroups to have the sum divided.
 */
const workgroupTiles = {
  shapes: variants.gpu.workgroupTiles?.shapes.slice(-1) ?? [],
  sumShapes: variants.gpu.workgroupTiles?.sumShapes.slice(-1) ?? [],
  workgroups: 40,
};

/** Forward with bias and ReLU, input gradient, filter gradient. */
function onCpu({ x: xShape, out, kernel, stride, pad }: Case): Promise<Float32Array[]> {
  const filterShape: [number, number, number, number] = [kernel, kernel, xShape[3], out];
  const results = tf.tidy(() => {
    const x = tf.tensor4d(drawn('x', xShape), xShape);
    const filter = tf.tensor4d(drawn('filter', filterShape), filterShape);
    const f = (a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad);
    const value = f(x, filter);
    const dy = tf.tensor(drawn('dy', value.shape), value.shape);
    return [tf.relu(tf.add(value, tf.tensor1d(drawn('bias', [out])))), ...tf.grads(f)([x, filter], dy)];
  });
  return read(results);
}

function byWorkgroups({ x: xShape, out, kernel, stride, pad }: Case): Promise<Float32Array[]> {
  const backend = tf.backend() as SlicedBackend;
  const filterShape = [kernel, kernel, xShape[3], out];
  const sizes = convolutionSizes(xShape, filterShape, { strides: stride, pad });
  if (sizes === null) throw new Error('a convolution of nothing');
  const variant = { ...variants.gpu, workgroupTiles };
  const tensor = (name: string, shape: number[]) => tf.tensor(drawn(name, shape), shape);
  const results = tf.tidy(() => {
    const [x, filter, bias] = [tensor('x', xShape), tensor('filter', filterShape), tensor('bias', [out])];
    const dy = tensor('dy', [sizes.batch, ...sizes.outSize, out]);
    return [
      convolve(backend, sizes, { x, filter, bias, relu: true }, variant),
      inputGradient(backend, sizes, { dy, filter }, variant),
      filterGradient(backend, sizes, { x, dy }, variant),
    ].map((info) => tf.engine().makeTensorFromTensorInfo(info));
  });
  return read(results);
}

async function read(tensors: tf.Tensor[]): Promise<Float32Array[]> {
  const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  return values;
}

test.each(Object.entries(cases))('%s', async (_, shapes) => {
  await tf.setBackend('cpu');
  const expected = await onCpu(shapes);
  await tf.setBackend('webgpu');
  const actual = await byWorkgroups(shapes);
  for (const [i, values] of expected.entries())
    expect(relativeError(actual[i] ?? new Float32Array(), values), `${i}`).toBeLessThan(1e-5);
  expect(await byWorkgroups(shapes), 'the same input twice gives the same bits').toEqual(actual);
});
