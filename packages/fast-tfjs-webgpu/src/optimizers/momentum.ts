/**
 * Replaces tfjs' gradient descent, without and with momentum (tfjs-core 4.22,
 * `optimizers/sgd_optimizer.ts`, `momentum_optimizer.ts`).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Kept, OptimizerReplacement } from './replace-optimizer.ts';

interface SGDFields {
  /** The negative of the learning rate. */
  readonly c: tf.Scalar;
}

interface MomentumFields extends SGDFields {
  readonly m: tf.Scalar;
  readonly useNesterov: boolean;
  readonly accumulations: readonly Kept[];
}

export const sgd: OptimizerReplacement<SGDFields> = {
  optimizer: tf.SGDOptimizer,
  rule: { name: 'SGD', state: [], settings: [], source: 'value = numbers[0] * gradient + value;' },
  state: () => [],
  settings: () => ({}),
  numbers: ({ c }) => [c],
};

/** Nesterov momentum stays tfjs' own. */
export const momentum: OptimizerReplacement<MomentumFields> = {
  optimizer: tf.MomentumOptimizer,
  rule: {
    name: 'Momentum',
    state: ['sum'],
    settings: [],
    source: /* wgsl */ `
      sum = numbers[1] * sum + gradient;
      value = numbers[0] * sum + value;
    `,
  },
  state: ({ useNesterov, accumulations }) => (useNesterov ? null : [accumulations]),
  settings: () => ({}),
  numbers: ({ c, m }) => [c, m],
};
