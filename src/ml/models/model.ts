import type * as tf from '@tensorflow/tfjs-core';

/** Named parameters: all of a network that optimizers, averages and checkpoints need. */
export interface Network {
  /**
   * Under PyTorch's names, in PyTorch's order, in tfjs' layouts (`nn/torch-layout.ts` converts).
   */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  dispose(): void;
}

/** A network whose only input is the picture. */
export interface Model extends Network {
  /**
   * [batch, height, width, channels] in [-1, 1] (noisy pictures exceed it) -> the same shape.
   * Creates intermediate tensors, so call it in a `tf.tidy`.
   */
  forward(x: tf.Tensor4D): tf.Tensor4D;
}
