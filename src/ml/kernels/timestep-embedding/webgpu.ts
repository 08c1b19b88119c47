/** The embedding on WebGPU; an invocation computes one number of it. */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { keepNumbers } from '../../device/kept-buffers.ts';
import { type ComputeProgram, dispatch } from '../shared/compute-program.ts';
import { cosSin } from '../shared/cos-sin.wgsl.ts';
import { frequencies, places, type TimestepEmbeddingOptions } from './reference.ts';

const program: ComputeProgram = {
  key: 'TimestepEmbedding',
  workgroup: 64,
  uniforms: { count: 'u32', dimensions: 'u32', half: 'u32', sines: 'u32', cosines: 'u32', zero: 'u32' },
  reads: { timesteps: 'f32', frequencies: 'f32' },
  writes: { result: 'f32' },
  source: /* wgsl */ `
    ${cosSin}
    fn main(workgroup : u32, lane : u32) {
      let index = workgroup * workgroupSize + lane;
      if (index >= uniforms.count * uniforms.dimensions) { return; }
      let column = index % uniforms.dimensions;
      let isSine = column >= uniforms.sines && column < uniforms.sines + uniforms.half;
      let i = column - select(uniforms.cosines, uniforms.sines, isSine);
      if (i >= uniforms.half) {
        result[index] = 0.0;
        return;
      }
      // The product must be rounded, as PyTorch rounds it, before the differences below; a compiler
      // may fuse it with them unrounded. An XOR of its bits with a zero that no compiler knows
      // prevents that. At timestep 1,000 the rounding is worth 3e-5.
      let angle = bitcast<f32>(bitcast<u32>(timesteps[index / uniforms.dimensions] * frequencies[i]) ^ uniforms.zero);
      // The nearest number of quarter turns is subtracted in three parts (Cody and Waite, "Software
      // Manual for the Elementary Functions", 1980): the first part of pi / 2 has 8 bits and the
      // second 11, so that their products with up to 4,096 quarters are exact.
      let quarters = round(angle * 0.636619772);
      let rest = ((angle - quarters * 1.5703125) - quarters * 4.83751296997070e-4) - quarters * 7.54978995489e-8;
      let both = cosSin(rest, u32(i32(quarters)));
      result[index] = select(both.x, both.y, isSine);
    }
  `,
};

/**
 * Buffers of frequencies on the device, by the embedding's options. They are a few numbers each and
 * are kept as long as the device.
 */
const kept = new WeakMap<SlicedBackend, Map<string, GPUBuffer>>();

function frequencyBuffer(backend: SlicedBackend, options: TimestepEmbeddingOptions): GPUBuffer {
  const buffers = kept.get(backend) ?? new Map<string, GPUBuffer>();
  kept.set(backend, buffers);
  const key = `${options.dimensions} ${options.frequencyShift}`;
  const known = buffers.get(key);
  if (known) return known;
  const values = frequencies(options);
  const buffer = keepNumbers(backend, values, GPUBufferUsage.STORAGE, () => buffers.delete(key));
  buffers.set(key, buffer);
  return buffer;
}

export function fusedEmbedding(
  backend: SlicedBackend,
  timesteps: tf.Tensor1D,
  options: TimestepEmbeddingOptions,
): tf.Tensor2D {
  const { dimensions } = options;
  const [count] = timesteps.shape;
  const result = backend.makeTensorInfo([count, dimensions], 'float32');
  dispatch(backend, program, {
    uniforms: { count, dimensions, half: Math.floor(dimensions / 2), ...places(options), zero: 0 },
    reads: { timesteps, frequencies: frequencyBuffer(backend, options) },
    writes: { result },
    workgroups: Math.ceil((count * dimensions) / program.workgroup),
  });
  return tf.engine().makeTensorFromTensorInfo(result) as tf.Tensor2D;
}
