/** SiLU in tfjs' registry, for its WebGPU backend: one dispatch each way. */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/sliced.ts';
import { type ComputeProgram, dispatch } from '../compute-program.ts';
import { registerOwnKernel } from '../own-kernel.ts';

const kernelName = 'FusedSilu';
const gradientName = 'FusedSiluGradient';

function program(key: string, components: 1 | 4, reads: readonly string[], result: string): ComputeProgram {
  const element = components === 4 ? 'vec4<f32>' : 'f32';
  return {
    key: `${key} ${components}`,
    workgroup: 64,
    uniforms: { elements: 'u32' },
    reads: Object.fromEntries(reads.map((name) => [name, element])),
    writes: { result: element },
    text: /* wgsl */ `
      fn main(workgroup : u32, lane : u32) {
        let i = workgroup * workgroupSize + lane;
        if (i >= uniforms.elements) { return; }
        let s = 1.0 / (1.0 + exp(-x[i]));
        result[i] = ${result};
      }
    `,
  };
}

function run(
  backend: SlicedBackend,
  key: string,
  inputs: Record<string, tf.TensorInfo>,
  result: string,
): tf.TensorInfo {
  const [{ shape } = { shape: [] }] = Object.values(inputs);
  const size = tf.util.sizeFromShape(shape);
  const components = size % 4 === 0 ? 4 : 1;
  const output = backend.makeTensorInfo(shape, 'float32');
  const compiled = program(key, components, Object.keys(inputs), result);
  const elements = size / components;
  dispatch(backend, compiled, {
    uniforms: { elements },
    reads: inputs,
    writes: { result: output },
    workgroups: Math.ceil(elements / compiled.workgroup),
  });
  return output;
}

registerOwnKernel(kernelName, (backend, { x }: { x: tf.TensorInfo }) => run(backend, kernelName, { x }, 'x[i] * s'));
registerOwnKernel(gradientName, (backend, { x, dy }: { x: tf.TensorInfo; dy: tf.TensorInfo }) =>
  run(backend, gradientName, { x, dy }, 'dy[i] * s * (1.0 + x[i] * (1.0 - s))'),
);
tf.registerGradient({
  kernelName,
  inputsToSave: ['x'],
  gradFunc: (dy, [x]) => ({
    x: () => tf.engine().runKernel<tf.Tensor>(gradientName, { x: x as tf.Tensor, dy: dy as tf.Tensor }),
  }),
});

/** See `silu`. Only while the WebGPU backend is the current one. */
export function webgpuSilu<T extends tf.Tensor>(x: T): T {
  return tf.engine().runKernel<T>(kernelName, { x });
}
