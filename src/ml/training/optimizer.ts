/** What updates a network's weights. AdamW with clipping and an average, or plain Adam: the recipe's `OptimizerConfig` says which. */
import type * as tf from '@tensorflow/tfjs-core';

export interface Optimizer {
  /** Updates done. Set when a checkpoint is loaded, together with the moments and the average. */
  step: number;
  /** Running mean of the gradient, by parameter name; `exp_avg` in PyTorch. In tfjs' layouts. */
  readonly expAvg: ReadonlyMap<string, tf.Variable>;
  /** Running mean of the squared gradient; `exp_avg_sq` in PyTorch. */
  readonly expAvgSq: ReadonlyMap<string, tf.Variable>;
  /** The averaged weights; null where the recipe keeps none. */
  readonly ema: ReadonlyMap<string, tf.Variable> | null;
  /**
   * One step; every parameter needs its gradient. The gradients and the loss (a scalar) stay the caller's. Returns the gradients' norm before
   * clipping, a scalar, the caller's. Once the loss or the norm is not finite nothing is updated any more (weights, moments and average are
   * those of the last good step), though `step` counts on, until `recover` is called.
   */
  update(gradients: ReadonlyMap<string, tf.Tensor>, learningRate: number, loss: tf.Tensor): tf.Scalar;
  /** Goes on from the last good step, of which there were `step`. */
  recover(step: number): void;
  dispose(): void;
}
