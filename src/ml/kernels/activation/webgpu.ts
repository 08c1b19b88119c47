/** Activation functions in tfjs' registry, for its WebGPU backend: one dispatch each way. */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { type ComputeProgram, dispatch } from '../shared/compute-program.ts';
import { registerOwnKernel } from '../shared/register-kernel.ts';
import type { ActivationName } from './reference.ts';

const kernelName = 'FusedActivation';
const gradientName = 'FusedActivationGradient';

interface Formula {
  /** Statements before the expressions; `v` is x, of type `T`: f32 or vec4<f32>. */
  readonly before: string;
  readonly value: string;
  readonly derivative: string;
}

const sigmoid = 'let s = 1.0 / (1.0 + exp(-v));';

const formulas: Readonly<Record<ActivationName, Formula>> = {
  silu: { before: sigmoid, value: 'v * s', derivative: 's * (1.0 + v * (1.0 - s))' },
  // erf by Abramowitz and Stegun, 7.1.26: within 1.5e-7.
  gelu: {
    before: /* wgsl */ `
      let bell = exp(-0.5 * v * v);
      let t = 1.0 / (1.0 + 0.3275911 * 0.70710678 * abs(v));
      let series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
      let below = 0.5 + 0.5 * sign(v) * (1.0 - series * bell);`,
    value: 'v * below',
    derivative: 'below + v * bell * 0.39894228',
  },
  // Written so that no exponential overflows; tanh is 1 long before the bound.
  mish: {
    before: /* wgsl */ `
      ${sigmoid}
      let t = tanh(min(max(v, T(0.0)) + log(1.0 + exp(-abs(v))), T(20.0)));`,
    value: 'v * t',
    derivative: 't + v * s * (1.0 - t * t)',
  },
  relu: { before: '', value: 'max(v, T(0.0))', derivative: 'select(T(0.0), T(1.0), v > T(0.0))' },
};

function program(key: string, components: 1 | 4, reads: readonly string[], before: string, result: string) {
  const element = components === 4 ? 'vec4<f32>' : 'f32';
  return {
    key: `${key} ${components}`,
    workgroup: 64,
    uniforms: { elements: 'u32' },
    reads: Object.fromEntries(reads.map((name) => [name, element])),
    writes: { result: element },
    source: /* wgsl */ `
      alias T = ${element};
      fn main(workgroup : u32, lane : u32) {
        let i = workgroup * workgroupSize + lane;
        if (i >= uniforms.elements) { return; }
        let v = x[i];
        ${before}
        result[i] = ${result};
      }
    `,
  } satisfies ComputeProgram;
}

interface Attributes {
  readonly name: ActivationName;
}

function run(
  backend: SlicedBackend,
  key: string,
  inputs: Record<string, tf.TensorInfo>,
  before: string,
  result: string,
): tf.TensorInfo {
  const [{ shape } = { shape: [] }] = Object.values(inputs);
  const size = tf.util.sizeFromShape(shape);
  const components = size % 4 === 0 ? 4 : 1;
  const output = backend.makeTensorInfo(shape, 'float32');
  const compiled = program(key, components, Object.keys(inputs), before, result);
  const elements = size / components;
  dispatch(backend, compiled, {
    uniforms: { elements },
    reads: inputs,
    writes: { result: output },
    workgroups: Math.ceil(elements / compiled.workgroup),
  });
  return output;
}

/** The name selects the source, so there is one pipeline each way for each function. */
registerOwnKernel(kernelName, (backend, { x }: { x: tf.TensorInfo }, { name }: Attributes) => {
  const { before, value } = formulas[name];
  return run(backend, `${kernelName} ${name}`, { x }, before, value);
});
registerOwnKernel(gradientName, (backend, { x, dy }: { x: tf.TensorInfo; dy: tf.TensorInfo }, { name }: Attributes) => {
  const { before, derivative } = formulas[name];
  return run(backend, `${gradientName} ${name}`, { x, dy }, before, `dy[i] * (${derivative})`);
});
tf.registerGradient({
  kernelName,
  inputsToSave: ['x'],
  gradFunc: (dy, [x], attributes) => ({
    x: () =>
      tf.engine().runKernel<tf.Tensor>(gradientName, { x: x as tf.Tensor, dy: dy as tf.Tensor }, { ...attributes }),
  }),
});

/** See `activation`. Only while the WebGPU backend is the current one. */
export function webgpuActivation<T extends tf.Tensor>(name: ActivationName, x: T): T {
  return tf.engine().runKernel<T>(kernelName, { x }, { name });
}
