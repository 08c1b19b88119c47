import type * as tf from '@tensorflow/tfjs-core';

/** Named parameters: what optimizers, averages and checkpoints know of a network. */
export interface Network {
  /** Under PyTorch's names, in PyTorch's order, in tfjs' layouts (`nn/torch-layout.ts` converts). */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  dispose(): void;
}

/** A network that answers from the picture alone. */
export interface Model extends Network {
  /** [batch, height, width, channels] in [-1, 1] (noisy: beyond) -> the same shape. Makes intermediates: call it in a `tf.tidy`. */
  forward(x: tf.Tensor4D): tf.Tensor4D;
}
