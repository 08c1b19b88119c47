/** One optimizer update of all weights: the gradients' norm, clipping, AdamW and the averaged weights, unless something is not finite. */
import * as tf from '@tensorflow/tfjs-core';
import { hasSlices } from '../../device/sliced.ts';
import { composedUpdate, type OptimizerState, type UpdateNumbers } from './reference.ts';
import { createFusedUpdate } from './webgpu.ts';

export type { OptimizerState, UpdateNumbers };

export interface Update {
  /**
   * Changes the state's variables by these gradients, one for each parameter, or leaves them as they are once a loss (a scalar) or a norm was not
   * finite. Returns the gradients' norm before clipping, the caller's. Nothing else that it makes is left, and nothing is read back.
   */
  run(gradients: ReadonlyMap<string, tf.Tensor>, loss: tf.Tensor, numbers: UpdateNumbers): tf.Scalar;
  /** Frees what it made. The state's variables stay the caller's, before and after. */
  dispose(): void;
}

/** Of variables of the current backend, which it must be the one of for every run. */
export function createUpdate(state: OptimizerState): Update {
  const backend = tf.backend();
  const fused = hasSlices(backend) ? createFusedUpdate(backend, state) : null;
  return fused ?? { run: (...args) => composedUpdate(state, ...args), dispose() {} };
}
