/** What layers answer, for whoever watches one pass: nothing else of the network says it. */
import type * as tf from '@tensorflow/tfjs-core';

/** `layer`: as PyTorch names it. The tensor is the network's own. */
type Watcher = (layer: string, answer: tf.Tensor) => void;

/** While a pass is watched: a pass is computed at once, so that no two of them can meet. */
let watcher: Watcher | null = null;

/** Tells of every layer whose answer `forward` computes. A pass that is replayed computes none. */
export function watchActivations<Answer>(watch: Watcher, forward: () => Answer): Answer {
  watcher = watch;
  try {
    return forward();
  } finally {
    watcher = null;
  }
}

/** Called by layers. `weight`: the layer's parameter of that name. */
export function watched<Answer extends tf.Tensor>(weight: { readonly name: string }, answer: Answer): Answer {
  watcher?.(weight.name.slice(0, weight.name.lastIndexOf('.')), answer);
  return answer;
}
