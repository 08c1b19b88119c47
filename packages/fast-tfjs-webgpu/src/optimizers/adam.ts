/**
 * Replaces tfjs' Adam, computing in the order of tfjs' operations (tfjs-core 4.22,
 * `optimizers/adam_optimizer.ts`).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Kept, OptimizerReplacement } from './replace-optimizer.ts';

interface AdamFields {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** The powers beta^step of both betas; the first step is 1. */
  readonly accBeta1: tf.Variable<tf.Rank.R0>;
  readonly accBeta2: tf.Variable<tf.Rank.R0>;
  readonly accumulatedFirstMoment: readonly Kept[];
  readonly accumulatedSecondMoment: readonly Kept[];
}

export const adam: OptimizerReplacement<AdamFields> = {
  optimizer: tf.AdamOptimizer,
  rule: {
    name: 'Adam',
    state: ['first', 'second'],
    settings: ['beta1', 'beta2', 'newShare1', 'newShare2', 'epsilon'],
    source: /* wgsl */ `
      first = first * uniforms.beta1 + gradient * uniforms.newShare1;
      second = second * uniforms.beta2 + gradient * gradient * uniforms.newShare2;
      let root = sqrt(second / numbers[1]) + uniforms.epsilon;
      value = first / numbers[0] / root * numbers[2] + value;
    `,
  },
  state: ({ accumulatedFirstMoment, accumulatedSecondMoment }) => [accumulatedFirstMoment, accumulatedSecondMoment],
  settings: ({ beta1, beta2, epsilon }) => ({ beta1, beta2, newShare1: 1 - beta1, newShare2: 1 - beta2, epsilon }),
  numbers: ({ accBeta1, accBeta2, learningRate }) => [
    tf.sub(1, accBeta1),
    tf.sub(1, accBeta2),
    tf.scalar(-learningRate),
  ],
  finish({ accBeta1, accBeta2, beta1, beta2 }) {
    accBeta1.assign(tf.mul(accBeta1, beta1));
    accBeta2.assign(tf.mul(accBeta2, beta2));
  },
};
