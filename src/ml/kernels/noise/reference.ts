import * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from '../../random.ts';

export type Shape4D = [number, number, number, number];

/** Drawn here and uploaded: what the kernel is checked against, and what backends without it run. */
export function referenceNormal(shape: Shape4D, stream: RandomStream, counter: number): tf.Tensor4D {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  stream.normal(counter, values);
  return tf.tensor4d(values, shape);
}
