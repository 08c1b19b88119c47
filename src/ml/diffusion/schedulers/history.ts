/**
 * The last steps of a multi-step scheduler. Owns its tensors: copies that survive a tidy until they
 * are pushed out or cleared.
 */
import * as tf from '@tensorflow/tfjs-core';

export interface TensorHistory {
  readonly length: number;
  /** 0 is the newest. */
  at(age: number): tf.Tensor;
  push(tensor: tf.Tensor): void;
  clear(): void;
}

export function createHistory(capacity: number): TensorHistory {
  const kept: tf.Tensor[] = [];
  return {
    get length() {
      return kept.length;
    },
    at(age) {
      const tensor = kept[age];
      if (tensor === undefined) throw new RangeError(`the history holds ${kept.length} tensors, not ${age + 1}`);
      return tensor;
    },
    push(tensor) {
      kept.unshift(tf.keep(tf.clone(tensor)));
      if (kept.length > capacity) kept.pop()?.dispose();
    },
    clear() {
      tf.dispose(kept);
      kept.length = 0;
    },
  };
}
