/**
 * Reports the outputs of layers while one pass is watched; nothing else in the network exposes
 * them.
 */
import type * as tf from '@tensorflow/tfjs-core';

/** `layer`: its name in PyTorch. The tensor belongs to the network. */
type Watcher = (layer: string, answer: tf.Tensor) => void;

/** Set while a pass is watched. A pass runs synchronously, so that two can never overlap. */
let watcher: Watcher | null = null;

/** Calls `watch` for every layer whose output `forward` computes. A replayed pass computes none. */
export function watchActivations<Answer>(watch: Watcher, forward: () => Answer): Answer {
  watcher = watch;
  try {
    return forward();
  } finally {
    watcher = null;
  }
}

/**
 * Layers call this with their output. `weight`: a parameter of the layer, whose name contains the
 * layer's.
 */
export function watched<Answer extends tf.Tensor>(weight: { readonly name: string }, answer: Answer): Answer {
  watcher?.(weight.name.slice(0, weight.name.lastIndexOf('.')), answer);
  return answer;
}
