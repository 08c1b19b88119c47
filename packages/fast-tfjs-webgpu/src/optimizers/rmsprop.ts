/**
 * Replaces tfjs' RMSProp (tfjs-core 4.22, `optimizers/rmsprop_optimizer.ts`); centered RMSProp
 * stays tfjs' own.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Kept, OptimizerReplacement } from './replace-optimizer.ts';

interface RMSPropFields {
  readonly learningRate: number;
  readonly decay: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
  readonly accumulatedMeanSquares: readonly Kept[];
  readonly accumulatedMoments: readonly Kept[];
}

export const rmsprop: OptimizerReplacement<RMSPropFields> = {
  optimizer: tf.RMSPropOptimizer,
  rule: {
    name: 'RMSProp',
    state: ['square', 'moment'],
    settings: ['decay', 'newShare', 'momentum', 'epsilon'],
    source: /* wgsl */ `
      square = square * uniforms.decay + gradient * gradient * uniforms.newShare;
      moment = moment * uniforms.momentum + gradient * numbers[0] / sqrt(square + uniforms.epsilon);
      value -= moment;
    `,
  },
  state: ({ centered, accumulatedMeanSquares, accumulatedMoments }) =>
    centered ? null : [accumulatedMeanSquares, accumulatedMoments],
  settings: ({ decay, momentum, epsilon }) => ({ decay, newShare: 1 - decay, momentum, epsilon }),
  numbers: ({ learningRate }) => [tf.scalar(learningRate)],
};
