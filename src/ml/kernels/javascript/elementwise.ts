/**
 * For tfjs' JavaScript backend: sums, differences, products and quotients of two tensors with
 * broadcasting; transposes; sums along axes. tfjs' own kernels make up to four arrays for each
 * element. The numbers are the same, to the bit.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelCall, Replacement, Replacements } from '../shared/register-kernel.ts';

type Call = KernelCall<'cpu'>;

interface Floats {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * An input's shape and values; null if there is no such input or it is not stored as 32-bit floats.
 */
export function floatsOf({ inputs, backend }: Call, name: string): Floats | null {
  const info = inputs[name];
  if (info?.dtype !== 'float32') return null;
  const values = backend.readSync(info.dataId);
  return values instanceof Float32Array ? { shape: info.shape, values } : null;
}

/**
 * `count` results in a row, from element `i` of a and `j` of b; `iStep` and `jStep` are the
 * distances to the next elements: 0 or 1.
 */
type Row = (
  out: Float32Array,
  start: number,
  count: number,
  a: Float32Array,
  i: number,
  iStep: number,
  b: Float32Array,
  j: number,
  jStep: number,
) => void;

// One loop for each operation: a shared loop would call the operation as a function for each
// element.
const add: Row = (out, start, count, a, i, iStep, b, j, jStep) => {
  for (let k = 0; k < count; k++) out[start + k] = (a[i + k * iStep] as number) + (b[j + k * jStep] as number);
};
const subtract: Row = (out, start, count, a, i, iStep, b, j, jStep) => {
  for (let k = 0; k < count; k++) out[start + k] = (a[i + k * iStep] as number) - (b[j + k * jStep] as number);
};
const multiply: Row = (out, start, count, a, i, iStep, b, j, jStep) => {
  for (let k = 0; k < count; k++) out[start + k] = (a[i + k * iStep] as number) * (b[j + k * jStep] as number);
};
const divide: Row = (out, start, count, a, i, iStep, b, j, jStep) => {
  for (let k = 0; k < count; k++) out[start + k] = (a[i + k * iStep] as number) / (b[j + k * jStep] as number);
};
const squaredDifference: Row = (out, start, count, a, i, iStep, b, j, jStep) => {
  for (let k = 0; k < count; k++) {
    const difference = (a[i + k * iStep] as number) - (b[j + k * jStep] as number);
    out[start + k] = difference * difference;
  }
};

/**
 * Distance between elements along each axis of a result of this rank: 0 where the input has one
 * element, which is repeated.
 */
function stepsOf(shape: readonly number[], rank: number): number[] {
  const steps = new Array<number>(rank).fill(0);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    if (size > 1) steps[rank - shape.length + axis] = step;
    step *= size;
  }
  return steps;
}

/**
 * Neighbouring axes merged where both inputs step evenly across them: sizes, and the inputs' steps.
 */
function joinedAxes(shape: readonly number[], ...inputs: readonly number[][]): { sizes: number[]; steps: number[][] } {
  const sizes: number[] = [];
  const steps: number[][] = inputs.map(() => []);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    if (size === 1) continue;
    const outer = sizes[0];
    const goesOn = inputs.every((input, k) => outer !== undefined && input[axis] === outer * (steps[k]?.[0] as number));
    if (outer !== undefined && goesOn) sizes[0] = outer * size;
    else {
      sizes.unshift(size);
      for (const [k, input] of inputs.entries()) steps[k]?.unshift(input[axis] as number);
    }
  }
  return { sizes, steps };
}

/** Calls `visit` for each row along the last axis, with the index in each input where it begins. */
function forEachRow(
  sizes: readonly number[],
  steps: readonly number[][],
  visit: (start: number, i: number, j: number) => void,
): void {
  const [a = [], b = []] = steps;
  const last = sizes.length - 1;
  const place = new Array<number>(Math.max(last, 0)).fill(0);
  const length = sizes[last] ?? 1;
  const total = sizes.reduce((product, size) => product * size, 1);
  let [i, j] = [0, 0];
  for (let start = 0; start < total; start += length) {
    visit(start, i, j);
    for (let axis = last - 1; axis >= 0; axis--) {
      place[axis] = (place[axis] as number) + 1;
      i += a[axis] as number;
      j += b[axis] ?? 0;
      if ((place[axis] as number) < (sizes[axis] as number)) break;
      i -= (a[axis] as number) * (sizes[axis] as number);
      j -= (b[axis] ?? 0) * (sizes[axis] as number);
      place[axis] = 0;
    }
  }
}

function binary(row: Row): Replacement<'cpu'> {
  return (call) => {
    const [a, b] = [floatsOf(call, 'a'), floatsOf(call, 'b')];
    if (a === null || b === null) return null;
    const shape = tf.backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
    const out = new Float32Array(tf.util.sizeFromShape(shape));
    const { sizes, steps } = joinedAxes(shape, stepsOf(a.shape, shape.length), stepsOf(b.shape, shape.length));
    const [aStep, bStep] = steps.map((axes) => axes.at(-1) ?? 0) as [number, number];
    const length = sizes.at(-1) ?? 1;
    if (out.length > 0)
      forEachRow(sizes, steps, (start, i, j) => row(out, start, length, a.values, i, aStep, b.values, j, bStep));
    return call.backend.makeTensorInfo(shape, 'float32', out);
  };
}

function transpose(call: Call): tf.TensorInfo | null {
  const x = floatsOf(call, 'x');
  if (x === null) return null;
  const axes = call.attributes.perm as number[];
  const shape = axes.map((axis) => x.shape[axis] as number);
  const from = tf.util.computeStrides([...x.shape]).concat(1);
  const { sizes, steps } = joinedAxes(
    shape,
    axes.map((axis) => from[axis] as number),
  );
  const out = new Float32Array(x.values.length);
  const [step, length] = [steps[0]?.at(-1) ?? 0, sizes.at(-1) ?? 1];
  if (out.length > 0)
    forEachRow(sizes, steps, (start, i) => {
      for (let k = 0; k < length; k++) out[start + k] = x.values[i + k * step] as number;
    });
  return call.backend.makeTensorInfo(shape, 'float32', out);
}

/** 64-bit sums in the order of memory, rounded once, as in tfjs. */
function sum(call: Call): tf.TensorInfo | null {
  const x = floatsOf(call, 'x');
  if (x === null) return null;
  const { axis, keepDims } = call.attributes as { axis: number | number[]; keepDims?: boolean };
  const reduced = tf.util.parseAxisParam(axis, [...x.shape]);
  const kept = x.shape.map((size, i) => (reduced.includes(i) ? 1 : size));
  const sums = new Float64Array(tf.util.sizeFromShape(kept));
  const { sizes, steps } = joinedAxes(x.shape, stepsOf(x.shape, x.shape.length), stepsOf(kept, kept.length));
  const [step, length] = [steps[1]?.at(-1) ?? 0, sizes.at(-1) ?? 1];
  if (x.values.length > 0)
    forEachRow(sizes, steps, (_, i, j) => {
      for (let k = 0; k < length; k++)
        sums[j + k * step] = (sums[j + k * step] as number) + (x.values[i + k] as number);
    });
  const shape = keepDims ? kept : x.shape.filter((_, i) => !reduced.includes(i));
  return call.backend.makeTensorInfo(shape, 'float32', Float32Array.from(sums));
}

/** By tfjs' names. */
export const javaScriptElementwise: Replacements<'cpu'> = {
  Add: binary(add),
  Sub: binary(subtract),
  Multiply: binary(multiply),
  RealDiv: binary(divide),
  SquaredDifference: binary(squaredDifference),
  Transpose: transpose,
  Sum: sum,
};
