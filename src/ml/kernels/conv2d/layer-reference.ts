import * as tf from '@tensorflow/tfjs-core';
import type { Stored } from '../half/index.ts';

export interface LayerTensors {
  readonly x: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
  /** [out] */
  readonly bias: tf.Tensor1D;
  /** To the result, and of its shape. */
  readonly added?: tf.Tensor4D;
}

export interface LayerOptions {
  readonly strides: number;
  /** Zeros on every side of the larger picture; `same` as TensorFlow adds them, the odd one at the bottom and on the right. */
  readonly pad: number | 'same';
  /** The input is data, which nobody wants the gradient of: it is not computed. */
  readonly ofData?: boolean;
  /** The result, and the gradient of the input; default `activation`. */
  readonly stored?: Stored;
}

/** Composed of tfjs' operations: what the kernels are checked against, and what backends without them run. */
export function referenceConvolution(
  { x, filter, bias, added }: LayerTensors,
  { strides, pad }: LayerOptions,
): tf.Tensor4D {
  const convolved = tf.fused.conv2d({ x, filter, strides, pad, bias }) as tf.Tensor4D;
  return added ? tf.add(added, convolved) : convolved;
}

export function referenceTransposed(
  { x, filter, bias, added }: LayerTensors,
  [height, width]: readonly [number, number],
  { strides, pad }: LayerOptions,
): tf.Tensor4D {
  const [n] = x.shape;
  const [, , channels] = filter.shape;
  const convolved: tf.Tensor4D = tf.add(
    tf.conv2dTranspose(x, filter, [n, height, width, channels], strides, pad),
    bias,
  );
  return added ? tf.add(added, convolved) : convolved;
}
