import type * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { type ActivationName, referenceActivation } from './reference.ts';
import { webgpuActivation } from './webgpu.ts';

export type { ActivationName };

/**
 * An activation function of diffusers' `get_activation` with its gradient; `reference.ts` has the
 * formulas. The result has the shape of x.
 */
export function activation<T extends tf.Tensor>(name: ActivationName, x: T): T {
  return webgpuBackend() ? webgpuActivation(name, x) : referenceActivation(name, x);
}

/** x sigmoid(x), also called swish. */
export const silu = <T extends tf.Tensor>(x: T): T => activation('silu', x);
