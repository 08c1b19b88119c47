/** Another rule than AdamW's for some of the parameters (`kernels/muon`). Types only: a learner that uses the rule loads it. */
import type * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/sliced.ts';
import type { UpdateNumbers } from './reference.ts';

export interface MatrixRule {
  /** Whether a parameter is updated by it, by its name in PyTorch and its number of axes. */
  owns(name: string, rank: number): boolean;
  /** Its learning rate, as a multiple of AdamW's. */
  readonly rateFactor: number;
  /** What one update makes of a parameter and its momentum, composed of tfjs' operations. `gradient`: clipped. All in tfjs' layout. */
  composed(
    parameter: tf.Tensor,
    momentum: tf.Tensor,
    gradient: tf.Tensor,
    numbers: UpdateNumbers,
  ): { readonly parameter: tf.Tensor; readonly momentum: tf.Tensor };
  /** Bytes that a parameter of this shape takes in one more buffer on WebGPU. All parameters of a part share that buffer, which must fit a binding. */
  bytesBeside(shape: readonly number[]): number;
  /** The same on WebGPU, of all of its parameters in one part of the network. */
  fused(backend: SlicedBackend, matrices: MatricesOnDevice): FusedMatrices;
}

/** Where a part's matrices are. Each has one offset in `gradients`, `parameters` and `ema`; in `momentum` the same less `start`. */
export interface MatricesOnDevice {
  readonly matrices: readonly { readonly shape: readonly number[]; readonly offset: number }[];
  /** Bytes before the first of them, a multiple of 16. */
  readonly start: number;
  /** Bytes up to the end of the last, with what fills its slot. */
  readonly end: number;
  /** Overwritten. */
  readonly gradients: GPUBuffer;
  readonly parameters: GPUBuffer;
  readonly momentum: GPUBuffer;
  readonly ema: GPUBuffer | null;
}

export interface FusedMatrices {
  /** `factor` on the gradients, negative where nothing is to change; `numbers` as `updateNumbers` has them. */
  run(factor: GPUBuffer, numbers: tf.TensorInfo): void;
  dispose(): void;
}
