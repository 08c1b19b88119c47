/**
 * Sums of halves, where gradients of one picture meet. tfjs' own kernel would have both widened, so
 * this replaces it from the first run in half precision on.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { type ComputeProgram, dispatch } from '../shared/compute-program.ts';
import type { Replacements } from '../shared/register-kernel.ts';
import { makeResult } from './index.ts';

const addition: ComputeProgram = {
  key: 'AddHalves',
  workgroup: 64,
  uniforms: { elements: 'i32' },
  reads: { a: 'vec4<f32>', b: 'vec4<f32>' },
  writes: { result: 'vec4<f32>' },
  halves: ['a', 'b', 'result'],
  takes: 'index',
  source: /* wgsl */ `
    fn main(i : i32) {
      if (i < uniforms.elements) { result[i] = stored_result(vec4<f32>(a[i]) + vec4<f32>(b[i])); }
    }
  `,
};

function bothFit(backend: SlicedBackend, a: tf.TensorInfo, b: tf.TensorInfo): boolean {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return false;
  // A tensor in halves has a multiple of four elements.
  return tf.util.arraysEqual(a.shape, b.shape) && (backend.isHalf(a.dataId) || backend.isHalf(b.dataId));
}

export const halfAddition: Replacements = {
  [tf.Add]: ({ inputs: { a, b }, backend }) => {
    if (!a || !b || !bothFit(backend, a, b)) return null;
    const result = makeResult(backend, a.shape);
    const elements = tf.util.sizeFromShape(a.shape) / 4;
    dispatch(backend, addition, {
      uniforms: { elements },
      reads: { a, b },
      writes: { result },
      workgroups: Math.ceil(elements / addition.workgroup),
    });
    return result;
  },
};
