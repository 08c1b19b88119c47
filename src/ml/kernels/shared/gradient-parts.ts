/** Helpers of gradient functions for the loosely typed values that tfjs passes to them. */
import * as tf from '@tensorflow/tfjs-core';

/** tfjs passes attributes as one wide map; those of its own operations are known. */
export function namedAttributes<Attributes>(attributes: tf.NamedAttrMap): Attributes {
  return attributes as unknown as Attributes;
}

export function one(dy: tf.Tensor | tf.Tensor[]): tf.Tensor {
  if (Array.isArray(dy)) throw new Error('a gradient of one output got several');
  return dy;
}

export function several(dy: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
  return Array.isArray(dy) ? dy : [dy];
}

export function saved(tensors: readonly tf.Tensor[], index: number): tf.Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new Error(`the forward pass saved no tensor ${index}`);
  return tensor;
}

/** Sums `dy` over the axes along which an operand of this shape was repeated. */
export function unbroadcast(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return tf.reshape(axes.length === 0 ? dy : tf.sum(dy, axes), shape);
}
