/** One optimizer update of all weights: the gradients' norm, clipping, AdamW (and another rule for matrices, where there is one) and the averaged weights, unless something is not finite. */
import * as tf from '@tensorflow/tfjs-core';
import { hasSlices } from '../../device/sliced.ts';
import { dynamicLossScaling, type LossScaling } from './loss-scale.ts';
import type { MatrixRule } from './matrix-rule.ts';
import { composedUpdate, type OptimizerState, type UpdateConstants, type UpdateNumbers } from './reference.ts';
import { createFusedUpdate } from './webgpu.ts';

export type { LossScaling, MatrixRule, OptimizerState, UpdateConstants, UpdateNumbers };
export { dynamicLossScaling };

export interface Update {
  /** A scalar that the loss is to be multiplied by before gradients are taken; what `run` is given of the loss and tells of the norm is without. */
  readonly lossScale: tf.Tensor | null;
  /** Brings the state's variables to where `run` changes them. */
  settle(): void;
  /** Before each `run`: its numbers, and the state's variables where it will change them. Not to be recorded; what `run` does may be. */
  prepare(numbers: UpdateNumbers): void;
  /**
   * Changes the state's variables by these gradients, one for each parameter, or leaves them as they are once a loss (a scalar) or a norm was not
   * finite. Returns the loss and the gradients' norm before clipping, [2], the caller's. Nothing else that it makes is left, and nothing is read back.
   */
  run(gradients: ReadonlyMap<string, tf.Tensor>, loss: tf.Tensor): tf.Tensor1D;
  /** Frees what it made. The state's variables stay the caller's, before and after. */
  dispose(): void;
}

/** Of variables of the current backend, which it must be the one of for every run. Where the update is composed no loss is scaled. */
export function createUpdate(
  state: OptimizerState,
  constants: UpdateConstants,
  lossScaling: LossScaling | null = null,
): Update {
  const backend = tf.backend();
  const fused = hasSlices(backend) ? createFusedUpdate(backend, state, constants, { lossScaling }) : null;
  return fused ?? createComposedUpdate(state, constants);
}

/** Of tfjs' operations, on any backend. */
export function createComposedUpdate(state: OptimizerState, constants: UpdateConstants): Update {
  let next: UpdateNumbers | null = null;
  return {
    lossScale: null,
    settle() {},
    prepare(numbers) {
      next = numbers;
    },
    run(gradients, loss) {
      if (next === null) throw new Error('an update that was not prepared');
      return composedUpdate(state, constants, next, gradients, loss);
    },
    dispose() {},
  };
}
