/** The noise kernel in tfjs' registry, for its WebGPU backend. */

import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import type { RandomStream } from '../../random.ts';
import { registerOwnKernel } from '../shared/register-kernel.ts';
import { philoxNormal } from './philox.wgsl.ts';

export type Shape4D = [number, number, number, number];

const kernelName = 'PhiloxNormal';
const workgroup = 64;

interface NoiseAttributes {
  readonly shape: Shape4D;
  readonly key: readonly [number, number];
  readonly counter: number;
}

/** A program object serves one call, because tfjs writes the pipeline and the final key into it. */
function createProgram(shape: Shape4D): WebGPUProgram {
  const blocks = Math.ceil(tf.util.sizeFromShape(shape) / 4);
  return {
    variableNames: [],
    outputShape: shape,
    workgroupSize: [workgroup, 1, 1],
    dispatch: [Math.ceil(blocks / workgroup), 1, 1],
    dispatchLayout: { x: [0] },
    uniforms: 'count : i32, key0 : u32, key1 : u32, counterLow : u32, counterHigh : u32,',
    shaderKey: kernelName,
    getUserCode: () => philoxNormal,
  };
}

function runNoise(backend: SlicedBackend, { shape, key, counter }: NoiseAttributes): tf.TensorInfo {
  return backend.runWebGPUProgram(createProgram(shape), [], 'float32', [
    { type: 'int32', data: [tf.util.sizeFromShape(shape)] },
    { type: 'uint32', data: [key[0]] },
    { type: 'uint32', data: [key[1]] },
    { type: 'uint32', data: [counter >>> 0] },
    { type: 'uint32', data: [Math.floor(counter / 0x100000000)] },
  ]);
}

registerOwnKernel(kernelName, (backend, _: object, attributes: NoiseAttributes) => runNoise(backend, attributes));

/** See `randomNormal`. Only while the WebGPU backend is the current one. */
export function webgpuNormal(shape: Shape4D, stream: RandomStream, counter: number): tf.Tensor4D {
  return tf.engine().runKernel<tf.Tensor4D>(kernelName, {}, { shape, key: [...stream.key], counter });
}
