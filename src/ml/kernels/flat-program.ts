/**
 * A kernel of ours as a program of tfjs' WebGPU backend: one invocation a thread number, every tensor a flat buffer, every size a uniform. So the text
 * depends on nothing but what is written into it, and a pipeline serves all shapes: compiling is what a first step waits for.
 */
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

/** Floats an element of a binding holds: 4 where rows start at multiples of 4, so that loads and stores are vectors. */
export type Components = 4 | 1;

export function componentsFor(...rowLengths: number[]): Components {
  return rowLengths.every((length) => length % 4 === 0) ? 4 : 1;
}

export interface FlatKernel {
  /** Names the text: equal keys, equal texts. */
  readonly key: string;
  /** WGSL that defines `fn main(index : i32)`, reads the inputs and `uniforms` by name and writes `result`. Uses at least one uniform. */
  readonly text: () => string;
  /** Read-only bindings by name; float32. */
  readonly inputs: Readonly<Record<string, { readonly tensor: tf.TensorInfo; readonly components: Components }>>;
  readonly output: { readonly shape: number[]; readonly components: Components };
  /** By name: one number is an `i32`, two are a `vec2<i32>`. */
  readonly uniforms: Readonly<Record<string, readonly [number] | readonly [number, number]>>;
  /** `main` is called for 0 up to this, and a little beyond: the last workgroup is filled up. */
  readonly threads: number;
  readonly workgroup: number;
}

/** [1, size]: of another rank than the output, so that tfjs' key does not tell apart inputs that happen to have the output's size. */
function flat({ dataId, dtype, shape }: tf.TensorInfo): tf.TensorInfo {
  return { dataId, dtype, shape: [1, tf.util.sizeFromShape(shape)] };
}

function declaration(uniforms: FlatKernel['uniforms']): string {
  return Object.entries(uniforms)
    .map(([name, { length }]) => `${name} : ${length === 1 ? 'i32' : 'vec2<i32>'},`)
    .join(' ');
}

/** The output is the caller's. Nothing has been computed when this returns: it stands in the backend's queue. */
export function runFlatKernel(backend: WebGPUBackend, kernel: FlatKernel): tf.TensorInfo {
  const { key, text, output, uniforms, threads, workgroup } = kernel;
  const inputs = Object.values(kernel.inputs);
  // A program object serves one call: tfjs writes the pipeline and the final key into it.
  const program: WebGPUProgram = {
    variableNames: Object.keys(kernel.inputs),
    variableComponents: inputs.map(({ components }) => components),
    outputShape: [tf.util.sizeFromShape(output.shape)],
    outputComponent: output.components,
    workgroupSize: [workgroup, 1, 1],
    dispatch: [Math.ceil(threads / workgroup), 1, 1],
    dispatchLayout: { x: [0] },
    uniforms: declaration(uniforms),
    shaderKey: `${key} ${inputs.map(({ components }) => components).join()} ${output.components}`,
    getUserCode: text,
  };
  const values = Object.values(uniforms).map((data) => ({ type: 'int32', data: [...data] }));
  const { dataId, dtype } = backend.runWebGPUProgram(
    program,
    inputs.map(({ tensor }) => flat(tensor)),
    'float32',
    values,
  );
  return { dataId, dtype, shape: output.shape };
}
