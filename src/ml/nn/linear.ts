/** torch.nn.Linear and torch.nn.Embedding. Their weights keep PyTorch's layout: a matrix product reads either operand transposed at no cost. */
import * as tf from '@tensorflow/tfjs-core';
import type { ModuleScope } from './parameters.ts';

/** [rows, in] -> [rows, out] */
export type Linear = (x: tf.Tensor2D) => tf.Tensor2D;

export function declareLinear(scope: ModuleScope, inFeatures: number, outFeatures: number): Linear {
  const initialization = { kind: 'kaiming', fanIn: inFeatures } as const;
  const weight = scope.parameter<tf.Rank.R2>('weight', [outFeatures, inFeatures], initialization);
  const bias = scope.parameter<tf.Rank.R1>('bias', [outFeatures], initialization);
  return (x) => tf.fused.matMul({ a: x, b: weight.value, transposeB: true, bias: bias.value }) as tf.Tensor2D;
}

/** Indices, whole numbers from 0 below `count` -> [indices, features] */
export type Embedding = (indices: ArrayLike<number>) => tf.Tensor2D;

/** As a product with one-hot rows: for tables of some thousand rows as fast as a gather, and its gradient needs no scatter. */
export function declareEmbedding(scope: ModuleScope, count: number, features: number): Embedding {
  const weight = scope.parameter<tf.Rank.R2>('weight', [count, features], { kind: 'normal' });
  return (indices) => {
    const oneHot = new Float32Array(indices.length * count);
    for (const [row, index] of Array.from(indices).entries()) {
      if (!(Number.isInteger(index) && index >= 0 && index < count)) throw new Error(`no row ${index} of ${count}`);
      oneHot[row * count + index] = 1;
    }
    return tf.fused.matMul({ a: tf.tensor2d(oneHot, [indices.length, count]), b: weight.value }) as tf.Tensor2D;
  };
}
