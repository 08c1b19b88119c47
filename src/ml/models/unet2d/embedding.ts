/**
 * The inputs of a U-Net besides the picture: the timestep and, for conditional networks, the class.
 */
import * as tf from '@tensorflow/tfjs-core';
import { silu } from '../../kernels/activation/index.ts';
import type { Timesteps } from '../../kernels/timestep-embedding/index.ts';
import { declareEmbedding, declareLinear } from '../../nn/linear.ts';
import type { ModuleScope } from '../../nn/parameters.ts';
import type { UNet2DConfig } from './config.ts';
import { declareTimeProjection } from './time-projection.ts';

/**
 * One label for each image: integers below `num_class_embeds` (a tensor: int32), numbers like
 * timesteps (float32) if `class_embed_type` is `timestep`, or embeddings [n, features] if it is
 * `identity`, where no labels mean zeros.
 */
export type ClassLabels = ArrayLike<number> | ClassWeights | tf.Tensor1D | tf.Tensor2D;

/**
 * For a network with a table of classes: for each image the weights of the table's `count` rows,
 * [n, count]. A tensor must have rank 2.
 */
export interface ClassWeights {
  readonly weights: Float32Array<ArrayBuffer>;
  readonly count: number;
}

export const areWeights = (labels: ClassLabels | undefined): labels is ClassWeights =>
  labels !== undefined && 'weights' in labels;

/** -> [n, features] */
export type ConditionEmbedding = (timesteps: Timesteps, classLabels?: ClassLabels) => tf.Tensor2D;

/**
 * Number of features of the embedding: `time_embedding_dim`, or four times the channels of the
 * first level.
 */
export function embeddingFeatures(config: UNet2DConfig): number {
  return config.time_embedding_dim ?? 4 * (config.block_out_channels[0] ?? 0);
}

export function declareConditionEmbedding(scope: ModuleScope, config: UNet2DConfig): ConditionEmbedding {
  const features = embeddingFeatures(config);
  const { project, dimensions } = declareTimeProjection(scope.child('time_proj'), config);
  /** diffusers' TimestepEmbedding, which follows the time projection. */
  const declareTimeEmbedding = (at: ModuleScope) => {
    const linear1 = declareLinear(at.child('linear_1'), dimensions, features);
    const linear2 = declareLinear(at.child('linear_2'), features, features);
    return (timesteps: Timesteps) => linear2(silu(linear1(project(timesteps))));
  };
  const timeEmbedding = declareTimeEmbedding(scope.child('time_embedding'));
  const classEmbedding = declareClassEmbedding(scope.child('class_embedding'), features, config, declareTimeEmbedding);
  return (timesteps, classLabels) => {
    const time = timeEmbedding(timesteps);
    if (classEmbedding === null) {
      if (classLabels !== undefined) throw new Error('class labels for a network without classes');
      return time;
    }
    if (classLabels === undefined) {
      if (config.class_embed_type === 'identity') return time;
      throw new Error('a network with classes needs class labels');
    }
    return tf.add(time, classEmbedding(classLabels));
  };
}

function declareClassEmbedding(
  scope: ModuleScope,
  features: number,
  { class_embed_type, num_class_embeds }: UNet2DConfig,
  declareTimeEmbedding: (at: ModuleScope) => (timesteps: Timesteps) => tf.Tensor2D,
): ((labels: ClassLabels) => tf.Tensor2D) | null {
  switch (class_embed_type) {
    case 'identity':
      return (labels) => {
        if (labels instanceof tf.Tensor && labels.rank === 2) return labels as tf.Tensor2D;
        throw new Error('class_embed_type identity takes embeddings');
      };
    case 'timestep': {
      const embed = declareTimeEmbedding(scope);
      return (labels) => embed(numbers(labels));
    }
    case null: {
      if (num_class_embeds === null) return null;
      const { rows, mix } = declareEmbedding(scope, num_class_embeds, features);
      return (labels) => {
        if (areWeights(labels))
          return mix(tf.tensor2d(labels.weights, [labels.weights.length / labels.count, labels.count]));
        return labels instanceof tf.Tensor && labels.rank === 2 ? mix(labels as tf.Tensor2D) : rows(numbers(labels));
      };
    }
    default:
      return class_embed_type satisfies never;
  }
}

/** Class labels as numbers, on the host or on the device. */
function numbers(labels: ClassLabels): ArrayLike<number> | tf.Tensor1D {
  if (areWeights(labels)) throw new Error('class labels must be numbers');
  if (!(labels instanceof tf.Tensor)) return labels;
  if (labels.rank !== 1) throw new Error('class labels must be numbers');
  return labels as tf.Tensor1D;
}
