import type * as tf from '@tensorflow/tfjs-core';

/** Named parameters and a forward function: all that training, sampling and checkpoints know of a network. */
export interface Model {
  /** Under PyTorch's names, in PyTorch's order, in tfjs' layouts (`nn/torch-layout.ts` converts). */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  /** [batch, height, width, 3] in [-1, 1] (noisy: beyond) -> the same shape. Makes intermediates: call it in a `tf.tidy`. */
  forward(x: tf.Tensor4D): tf.Tensor4D;
  dispose(): void;
}
