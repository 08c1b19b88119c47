/**
 * torch.nn.Linear and torch.nn.Embedding. Their weights keep PyTorch's layout, because a matrix
 * product reads either operand transposed at no cost.
 */
import * as tf from '@tensorflow/tfjs-core';
import { embeddingRows } from '../kernels/embedding/index.ts';
import { linearLayer, linearLayers, stackedLinearLayers } from '../kernels/linear/index.ts';
import { watched } from './activations.ts';
import type { ModuleScope, Parameter } from './parameters.ts';

interface LinearParameters {
  readonly weight: Parameter<tf.Rank.R2>;
  readonly bias: Parameter<tf.Rank.R1>;
}

function declareParameters(scope: ModuleScope, inFeatures: number, outFeatures: number): LinearParameters {
  const initialization = { kind: 'kaiming', fanIn: inFeatures } as const;
  return {
    weight: scope.parameter('weight', [outFeatures, inFeatures], initialization),
    bias: scope.parameter('bias', [outFeatures], initialization),
  };
}

/** [rows, in] -> [rows, out]. `added`, of the result's shape, is added to the result. */
export type Linear = (x: tf.Tensor2D, added?: tf.Tensor2D) => tf.Tensor2D;

export function declareLinear(scope: ModuleScope, inFeatures: number, outFeatures: number): Linear {
  const { weight, bias } = declareParameters(scope, inFeatures, outFeatures);
  return (x, added) =>
    watched(weight, linearLayer({ x, weight: weight.value, bias: bias.value, ...(added && { added }) }));
}

/**
 * The outputs of linear layers throughout a network that have the same input x, in the order in
 * which the layers were declared.
 */
export type Projections = readonly tf.Tensor2D[];

/** Linear layers that are declared where each belongs in the network but computed together. */
export class LinearLayers {
  readonly #layers: LinearParameters[] = [];

  /** `kind`: small layers of any shapes, or larger layers of one shape. */
  constructor(
    private readonly inFeatures: number,
    private readonly kind: 'small' | 'same shape' = 'small',
  ) {}

  /** Returns a function that picks this layer's output, [rows, out], from all outputs. */
  declare(scope: ModuleScope, outFeatures: number): (all: Projections) => tf.Tensor2D {
    const index = this.#layers.push(declareParameters(scope, this.inFeatures, outFeatures)) - 1;
    return (all) => {
      const own = all[index];
      if (own === undefined) throw new Error(`no projection ${index}`);
      return own;
    };
  }

  /** x: [rows, in] */
  project(x: tf.Tensor2D): Projections {
    return (this.kind === 'small' ? linearLayers : stackedLinearLayers)(
      x,
      this.#layers.map(({ weight, bias }) => ({ weight: weight.value, bias: bias.value })),
    );
  }
}

export interface Embedding {
  /** Integers from 0 to `count` - 1 (a tensor: int32) -> [indices, features] */
  rows(indices: ArrayLike<number> | tf.Tensor1D): tf.Tensor2D;
  /**
   * Mixes rows by their weights, [n, count] -> [n, features]. A single row with weight 1 is
   * returned unchanged.
   */
  mix(weights: tf.Tensor2D): tf.Tensor2D;
}

export function declareEmbedding(scope: ModuleScope, count: number, features: number): Embedding {
  const weight = scope.parameter<tf.Rank.R2>('weight', [count, features], { kind: 'normal' });
  return {
    rows(indices) {
      if (indices instanceof tf.Tensor) return embeddingRows(weight.value, indices);
      for (const index of Array.from(indices)) {
        if (!(Number.isInteger(index) && index >= 0 && index < count)) throw new Error(`no row ${index} of ${count}`);
      }
      return embeddingRows(weight.value, tf.tensor1d(Int32Array.from(indices), 'int32'));
    },
    mix: (weights) => tf.matMul(weights, weight.value),
  };
}
