/** torch.nn.Linear and torch.nn.Embedding. Their weights keep PyTorch's layout: a matrix product reads either operand transposed at no cost. */
import * as tf from '@tensorflow/tfjs-core';
import { embeddingRows } from '../kernels/embedding/index.ts';
import { linearLayer } from '../kernels/linear/index.ts';
import type { ModuleScope } from './parameters.ts';

/** [rows, in] -> [rows, out]. What is `added` to the result has its shape. */
export type Linear = (x: tf.Tensor2D, added?: tf.Tensor2D) => tf.Tensor2D;

export function declareLinear(scope: ModuleScope, inFeatures: number, outFeatures: number): Linear {
  const initialization = { kind: 'kaiming', fanIn: inFeatures } as const;
  const weight = scope.parameter<tf.Rank.R2>('weight', [outFeatures, inFeatures], initialization);
  const bias = scope.parameter<tf.Rank.R1>('bias', [outFeatures], initialization);
  return (x, added) => linearLayer({ x, weight: weight.value, bias: bias.value, ...(added && { added }) });
}

/** Indices, whole numbers from 0 below `count` (a tensor: int32) -> [indices, features] */
export type Embedding = (indices: ArrayLike<number> | tf.Tensor1D) => tf.Tensor2D;

export function declareEmbedding(scope: ModuleScope, count: number, features: number): Embedding {
  const weight = scope.parameter<tf.Rank.R2>('weight', [count, features], { kind: 'normal' });
  return (indices) => {
    if (indices instanceof tf.Tensor) return embeddingRows(weight.value, indices);
    for (const index of Array.from(indices)) {
      if (!(Number.isInteger(index) && index >= 0 && index < count)) throw new Error(`no row ${index} of ${count}`);
    }
    return embeddingRows(weight.value, tf.tensor1d(Int32Array.from(indices), 'int32'));
  };
}
