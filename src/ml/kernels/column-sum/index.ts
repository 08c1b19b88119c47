/**
 * Sums and means over all axes but the last: the gradient of a bias, the statistics of batch
 * normalization. tfjs' own kernels would first transpose their whole input.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import type { SplitSum, StackedSum } from '../deferred-sum/index.ts';
import { type Bound, dispatch } from '../shared/compute-program.ts';
import type { Job } from '../shared/fused-dispatch.ts';
import type { KernelCall, Replacements } from '../shared/register-kernel.ts';
import { componentsFor } from '../shared/vector-width.ts';
import { columnSumProgram } from './column-sum.wgsl.ts';

/**
 * Number of threads that keeps an adapter busy. Each adds its part of the rows; a second pass adds
 * the parts.
 */
const wantedThreads = 2048;
/** Up to this many rows the sum is not divided, because a second dispatch would cost more. */
const fewRows = 64;

/** `factor`: by which the sums are multiplied, if at all. */
function job(
  x: Bound,
  rows: number,
  columns: number,
  rowsPerPart: number,
  stride: number,
  result: Bound,
  factor?: number,
): Job {
  const components = componentsFor(columns);
  const program = columnSumProgram(components, factor !== undefined);
  const elements = columns / components;
  return {
    program,
    call: {
      uniforms: {
        rows,
        columns: elements,
        rowsPerPart,
        stride: stride / components,
        ...(factor !== undefined && { factor }),
      },
      reads: { x },
      writes: { result },
      workgroups: Math.ceil((Math.ceil(rows / rowsPerPart) * elements) / program.workgroup),
    },
  };
}

function rowsOfPart(rows: number, columns: number): number {
  const elements = columns / componentsFor(columns);
  const wantedParts = Math.min(Math.ceil(wantedThreads / elements), Math.ceil(Math.sqrt(rows)));
  return rows <= fewRows ? rows : Math.ceil(rows / wantedParts);
}

/** x: rows x columns floats -> the sums of the columns, with shape `shape`. */
export function columnSumInParts(x: tf.TensorInfo, rows: number, columns: number, shape: number[]): SplitSum {
  const rowsPerPart = rowsOfPart(rows, columns);
  const stride = Math.ceil(columns / 4) * 4;
  return {
    parts: Math.ceil(rows / rowsPerPart),
    shape,
    stride,
    job: (result) => job(x, rows, columns, rowsPerPart, stride, result),
  };
}

/**
 * Like `columnSumInParts`, for `count` matrices one after another. Each is divided into the same
 * number of parts.
 */
export function columnSumsInParts(x: Bound, count: number, rows: number, columns: number): StackedSum {
  // All rows of a part must belong to the same matrix.
  let rowsPerPart = rowsOfPart(rows, columns);
  while (rows % rowsPerPart !== 0) rowsPerPart++;
  const parts = rows / rowsPerPart;
  const stride = Math.ceil(columns / 4) * 4;
  return {
    parts,
    shapes: Array.from({ length: count }, () => [columns]),
    stride,
    distance: parts * stride,
    job: (result) => job(x, count * rows, columns, rowsPerPart, stride, result),
  };
}

/**
 * Like `columnSumInParts`, but in its own dispatches. `factor`: by which the sums are multiplied,
 * if at all.
 */
export function columnSum(
  backend: SlicedBackend,
  x: tf.TensorInfo,
  rows: number,
  columns: number,
  shape: number[],
  factor?: number,
): tf.TensorInfo {
  const run = (
    of: tf.TensorInfo,
    length: number,
    rowsPerPart: number,
    resultShape: number[],
    by?: number,
  ): tf.TensorInfo => {
    const result = backend.makeTensorInfo(resultShape, 'float32');
    const { program, call } = job(of, length, columns, rowsPerPart, columns, result, by);
    dispatch(backend, program, call);
    return result;
  };
  const rowsPerPart = rowsOfPart(rows, columns);
  const parts = Math.ceil(rows / rowsPerPart);
  if (parts <= 1) return run(x, rows, rows, shape, factor);
  const partial = run(x, rows, rowsPerPart, [parts, columns]);
  const sums = run(partial, parts, parts, shape, factor);
  backend.disposeData(partial.dataId);
  return sums;
}

/** tfjs' attributes of a reduction. */
interface SumAttributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/** Whether these are all axes but the last, in any order. */
function leavesTheLastAxis(axes: readonly number[], rank: number): boolean {
  return rank >= 2 && axes.length === rank - 1 && !axes.includes(rank - 1);
}

/**
 * Null if the call is not a reduction of columns of floats. `factorOf` returns the factor for a sum
 * of this many rows.
 */
function reduceColumns(
  { inputs, attributes, backend }: KernelCall,
  factorOf?: (rows: number) => number,
): tf.TensorInfo | null {
  const { x } = inputs;
  const { axis, keepDims } = attributes as unknown as SumAttributes;
  if (x === undefined || x.dtype !== 'float32') return null;
  const axes = tf.util.parseAxisParam(axis, x.shape);
  const columns = x.shape.at(-1) ?? 0;
  const rows = tf.util.sizeFromShape(x.shape.slice(0, -1));
  if (!leavesTheLastAxis(axes, x.shape.length) || rows * columns === 0) return null;
  const shape = keepDims ? [...axes.map(() => 1), columns] : [columns];
  return columnSum(backend, x, rows, columns, shape, factorOf?.(rows));
}

export const columnSums: Replacements = {
  [tf.Sum]: (call) => reduceColumns(call),
  [tf.Mean]: (call) => reduceColumns(call, (rows) => 1 / rows),
};
