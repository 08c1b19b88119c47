/**
 * Rows of a table in tfjs' registry, for its WebGPU backend. tfjs' own gradient of a gather adds
 * with atomics, in a different order each time.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { type ComputeProgram, dispatch } from '../shared/compute-program.ts';
import { one, saved } from '../shared/gradient-parts.ts';
import { registerOwnKernel } from '../shared/register-kernel.ts';

const kernelName = 'EmbeddingRows';
const gradientName = 'EmbeddingRowsGradient';

const rows: ComputeProgram = {
  key: kernelName,
  workgroup: 64,
  uniforms: { features: 'u32', size: 'u32' },
  reads: { table: 'f32', indices: 'u32' },
  writes: { result: 'f32' },
  source: /* wgsl */ `
    fn main(workgroup : u32, lane : u32) {
      let i = workgroup * workgroupSize + lane;
      if (i >= uniforms.size) { return; }
      result[i] = table[indices[i / uniforms.features] * uniforms.features + i % uniforms.features];
    }
  `,
};

/** Each number of the table's gradient searches all indices for its row; a batch has only few. */
const rowsGradient: ComputeProgram = {
  key: gradientName,
  workgroup: 64,
  uniforms: { features: 'u32', count: 'u32', size: 'u32' },
  reads: { dy: 'f32', indices: 'u32' },
  writes: { result: 'f32' },
  source: /* wgsl */ `
    fn main(workgroup : u32, lane : u32) {
      let i = workgroup * workgroupSize + lane;
      if (i >= uniforms.size) { return; }
      let row = i / uniforms.features;
      var sum = 0.0;
      for (var n = 0u; n < uniforms.count; n++) {
        if (indices[n] == row) { sum += dy[n * uniforms.features + i % uniforms.features]; }
      }
      result[i] = sum;
    }
  `,
};

function run(
  backend: SlicedBackend,
  program: ComputeProgram,
  shape: number[],
  reads: Record<string, tf.TensorInfo>,
  uniforms: Record<string, number>,
): tf.TensorInfo {
  const result = backend.makeTensorInfo(shape, 'float32');
  const size = tf.util.sizeFromShape(shape);
  dispatch(backend, program, {
    uniforms: { ...uniforms, size },
    reads,
    writes: { result },
    workgroups: Math.ceil(size / program.workgroup),
  });
  return result;
}

registerOwnKernel(kernelName, (backend, { table, indices }: { table: tf.TensorInfo; indices: tf.TensorInfo }) => {
  const [count = 0, features = 0] = [indices.shape[0], table.shape[1]];
  return run(backend, rows, [count, features], { table, indices }, { features });
});
registerOwnKernel(
  gradientName,
  (backend, { dy, indices }: { dy: tf.TensorInfo; indices: tf.TensorInfo }, { shape }: { shape: number[] }) => {
    const [count = 0, features = 0] = dy.shape;
    return run(backend, rowsGradient, shape, { dy, indices }, { features, count });
  },
);
tf.registerGradient({
  kernelName,
  inputsToSave: ['table', 'indices'],
  gradFunc: (dy, tensors) => ({
    table: () => {
      const { shape } = saved(tensors, 0);
      return tf.engine().runKernel<tf.Tensor>(gradientName, { dy: one(dy), indices: saved(tensors, 1) }, { shape });
    },
  }),
});

/** See `embeddingRows`. Only while the WebGPU backend is the current one. */
export function webgpuRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  return tf.engine().runKernel<tf.Tensor2D>(kernelName, { table, indices });
}
