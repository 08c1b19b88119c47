import * as tf from '@tensorflow/tfjs-core';

export type Term = readonly [weight: number, tensor: tf.Tensor];

/**
 * A new tensor: the weighted sum of tensors of one shape. A term of weight 0 costs nothing,
 * whatever its tensor holds.
 */
export function weightedSum(...terms: readonly [Term, ...Term[]]): tf.Tensor {
  return tf.tidy(() => {
    const products = terms.filter(([weight]) => weight !== 0).map(([weight, tensor]) => tf.mul(tensor, weight));
    const [first, ...others] = products;
    if (first === undefined) return tf.zerosLike(terms[0][1]);
    return others.reduce((sum, product) => tf.add(sum, product), first);
  });
}
