import * as tf from '@tensorflow/tfjs-core';
import type { Stored } from '../half/index.ts';

export interface LayerTensors {
  readonly x: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
  /** [out] */
  readonly bias: tf.Tensor1D;
  /** Added to the result, with the same shape. */
  readonly added?: tf.Tensor4D;
}

export interface LayerOptions {
  readonly strides: number;
  /**
   * Zeros on every side of the larger picture; `same` pads as TensorFlow does, with the odd row at
   * the bottom and the odd column on the right.
   */
  readonly pad: number | 'same';
  /** The input is data and needs no gradient, so none is computed. */
  readonly ofData?: boolean;
  /** How the result and the gradient of the input are stored; default `activation`. */
  readonly stored?: Stored;
}

/**
 * Composed of tfjs' operations. The kernels are checked against them, and backends without the
 * kernels use them.
 */
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
