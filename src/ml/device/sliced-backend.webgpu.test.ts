/**
 * Every way of reading a tensor first computes deferred sums and widens half precision, and reads
 * only the tensor's part of a buffer.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import { columnSumInParts } from '../kernels/column-sum/index.ts';
import { deferSum } from '../kernels/deferred-sum/index.ts';
import { dispatchFused } from '../kernels/shared/fused-dispatch.ts';
import { Arena, slotsFor } from './arena.ts';
import type { SlicedBackend } from './sliced-backend.ts';

let device: Device;
let backend: SlicedBackend;
let tensors: number;
beforeAll(async () => {
  device = await openDevice('webgpu');
  backend = tf.backend() as SlicedBackend;
});
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(tf.memory().numTensors, 'nothing is left behind').toBe(tensors);
});
afterAll(() => device.dispose());

/** A deferred sum with the value [200]. */
function defer(): tf.Tensor {
  const ones = tf.ones([200, 1]);
  const sum = columnSumInParts(ones, 200, 1, [1]);
  const { results, jobs } = deferSum(backend, [sum]);
  dispatchFused(backend, jobs);
  ones.dispose();
  const [result] = results;
  if (!result) throw new Error('no sum');
  return tf.engine().makeTensorFromTensorInfo(result);
}

/** [7], the second of two parts of a buffer. */
function slice(): { tensor: tf.Tensor; dispose(): void } {
  const variables = tf.tidy(() => [tf.variable(tf.scalar(5)), tf.variable(tf.scalar(7))] as const);
  const arena = new Arena(backend, slotsFor([1, 1]));
  for (const [i, variable] of variables.entries()) arena.hold(i, variable);
  return {
    tensor: variables[1],
    dispose() {
      tf.dispose([...variables]);
      arena.dispose();
    },
  };
}

/** [2], stored in half precision until it is read. `widen` is what the kernels of `half/` do. */
function half(): tf.Tensor {
  const info = backend.makeHalf([1], (_, floats) => {
    const two = tf.scalar(2);
    backend.copy(backend.sliceOf(two), backend.sliceOf(floats));
    two.dispose();
  });
  return tf.engine().makeTensorFromTensorInfo(info);
}

const kinds = [
  ['is deferred', () => whole(defer()), 200],
  ['is a part of a buffer', slice, 7],
  ['is stored in half precision', () => whole(half()), 2],
] as const;

function whole(tensor: tf.Tensor) {
  return { tensor, dispose: () => tensor.dispose() };
}

describe.each(kinds)('a tensor that %s', (_, make, value) => {
  test('is read', async () => {
    const { tensor, dispose } = make();
    expect([...(await tensor.data())]).toEqual([value]);
    dispose();
  });

  test('is copied for reads on the device', async () => {
    const { tensor, dispose } = make();
    const { tensorRef, buffer } = tensor.dataToGPU();
    expect(buffer?.size).toBe(4);
    expect([...(await tensorRef.data())]).toEqual([value]);
    tensorRef.dispose();
    dispose();
  });

  // tfjs reads synchronously through a canvas, which Node does not have. The mock shows what it
  // would be given to read.
  test('is read synchronously', async () => {
    let given: Promise<ArrayBuffer> | null = null;
    vi.spyOn(WebGPUBackend.prototype, 'readSync').mockImplementation(function (this: WebGPUBackend, dataId) {
      given = this.getBufferData(this.tensorMap.get(dataId).resource as GPUBuffer) as Promise<ArrayBuffer>;
      return Float32Array.of(0);
    });
    const { tensor, dispose } = make();
    tensor.dataSync();
    const bytes = await given;
    expect([...new Float32Array(bytes ?? new ArrayBuffer(0))]).toEqual([value]);
    dispose();
  });
});
