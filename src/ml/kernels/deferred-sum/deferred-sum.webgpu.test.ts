import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDevice } from '../../backends/open-device.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { columnSumInParts } from '../column-sum/index.ts';
import { dispatchFused } from '../shared/fused-dispatch.ts';
import { sumsOfParts } from './deferred-sum.wgsl.ts';
import { deferSum } from './index.ts';

let backend: SlicedBackend;
let tensors: number;
beforeAll(async () => {
  await openDevice('webgpu');
  backend = tf.backend() as SlicedBackend;
});
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors, 'nothing is left behind').toBe(tensors);
});

/** Rows of which the sums are exact: i, i + 1... in row i. */
function matrix(rows: number, columns: number): tf.Tensor2D {
  return tf.tensor2d(
    Float32Array.from({ length: rows * columns }, (_, i) => Math.floor(i / columns) + (i % columns)),
    [rows, columns],
  );
}

function sumsOf(rows: number, columns: number): number[] {
  return Array.from({ length: columns }, (_, column) => (rows * (rows - 1)) / 2 + rows * column);
}

function later(...matrices: tf.Tensor2D[]): tf.Tensor[] {
  const sums = matrices.map((x) => columnSumInParts(x, x.shape[0], x.shape[1], [x.shape[1]]));
  const { results, jobs } = deferSum(backend, sums);
  dispatchFused(backend, jobs);
  return results.map((result) => tf.engine().makeTensorFromTensorInfo(result));
}

const numbers = async (tensor: tf.Tensor) => [...(await tensor.data<'float32'>())];

describe('deferred sums', () => {
  test('are all computed when one is read', async () => {
    const matrices = [matrix(100, 8), matrix(300, 3), matrix(7, 5), matrix(65, 1)];
    const sums = later(...matrices);
    for (const [i, { shape }] of matrices.entries()) {
      expect(await numbers(sums[i] as tf.Tensor)).toEqual(sumsOf(...shape));
    }
    tf.dispose([matrices, sums]);
  });

  test('are computed when a kernel of ours or of tfjs reads one', async () => {
    const x = matrix(200, 4);
    const [first, second] = [later(x), later(x)] as [[tf.Tensor], [tf.Tensor]];
    const sum = tf.add(first[0], second[0]);
    expect(await numbers(sum)).toEqual(sumsOf(200, 4).map((value) => 2 * value));
    tf.dispose([x, first, second, sum]);
  });

  test('of a single part are written in place, even if they are larger than the buffer for all parts', () => {
    const floats = 1 << 24;
    const bound: unknown[] = [];
    const { results } = deferSum(backend, [
      {
        parts: 1,
        stride: floats + 4,
        shape: [floats + 4],
        job(parts) {
          bound.push(parts);
          return { program: sumsOfParts, call: { uniforms: {}, reads: {}, writes: {}, workgroups: 0 } };
        },
      },
    ]);
    expect(bound).toEqual(results);
    for (const { dataId } of results) backend.disposeData(dataId);
  });

  test('that were disposed of leave their place to the next', () => {
    const places = [1, 2].map(() => {
      const x = matrix(100, 8);
      const bound: unknown[] = [];
      const sum = columnSumInParts(x, 100, 8, [8]);
      const { results, jobs } = deferSum(backend, [
        {
          ...sum,
          job(parts) {
            bound.push(parts);
            return sum.job(parts);
          },
        },
      ]);
      dispatchFused(backend, jobs);
      for (const { dataId } of results) backend.disposeData(dataId);
      x.dispose();
      return bound;
    });
    expect(places[0]).toHaveLength(1);
    expect(places[1]).toEqual(places[0]);
  });

  test('are not affected by others that were disposed of', async () => {
    const x = matrix(100, 8);
    const [unwanted, wanted] = [later(x), later(x)];
    tf.dispose(unwanted);
    expect(await numbers(wanted[0] as tf.Tensor)).toEqual(sumsOf(100, 8));
    tf.dispose([x, wanted]);
  });

  test('outlive later ones, and give their memory back', async () => {
    const x = matrix(100, 8);
    const [first] = later(x);
    await first?.data();
    const used: object[] = [];
    for (let i = 0; i < 4; i++) {
      const [next] = later(x);
      await next?.data();
      tf.dispose(next ?? []);
      used.push(tf.memory());
    }
    expect(used[3]).toEqual(used[2]);
    const copy = tf.add(first as tf.Tensor, 0);
    expect(await numbers(copy)).toEqual(sumsOf(100, 8));
    tf.dispose([x, first ?? [], copy]);
  });
});
