/**
 * One optimizer update of all weights: the gradients' norm, clipping, AdamW (and optionally another
 * rule for matrices) and the averaged weights. It does nothing if a number is not finite.
 */
import { webgpuBackend } from '../../device/current-backend.ts';
import { dynamicLossScaling, type LossScaling } from './loss-scale.ts';
import { composedUpdate } from './reference.ts';
import type { MatrixRule, OptimizerState, Update, UpdateConstants, UpdateNumbers } from './update.ts';
import { createFusedUpdate } from './webgpu.ts';

export type { LossScaling, MatrixRule, OptimizerState, Update, UpdateConstants, UpdateNumbers };
export { dynamicLossScaling };

/**
 * The variables must be on the current backend, which must also be current in every run. If the
 * update is composed of tfjs' operations, the loss is not scaled.
 */
export function createUpdate(
  state: OptimizerState,
  constants: UpdateConstants,
  lossScaling: LossScaling | null = null,
): Update {
  const backend = webgpuBackend();
  const fused = backend ? createFusedUpdate(backend, state, constants, { lossScaling }) : null;
  return fused ?? createComposedUpdate(state, constants);
}

/** Composed of tfjs' operations, for any backend. */
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
