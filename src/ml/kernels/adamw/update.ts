/** One update of all weights: what it changes, what it is told, and another rule than AdamW's for some of the parameters. Types only. */
import type * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';

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

/** All that an update changes, by parameter name. */
export interface OptimizerState {
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  /** Of AdamW's parameters. */
  readonly expAvg: ReadonlyMap<string, tf.Variable>;
  readonly expAvgSq: ReadonlyMap<string, tf.Variable>;
  /** Of all others, which the matrix rule has. */
  readonly momentum: ReadonlyMap<string, tf.Variable>;
  readonly ema: ReadonlyMap<string, tf.Variable> | null;
  /** Scalar: 1, and 0 from the first step on whose loss or gradient was not finite. */
  readonly healthy: tf.Variable;
}

/** What is the same for all updates of an optimizer. */
export interface UpdateConstants {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Null: the gradient is taken as it is. */
  readonly maxGradNorm: number | null;
  /** Of the parameters that have a momentum. */
  readonly matrixRule?: MatrixRule | null;
}

/** What the host knows of one update; `step` below counts from 1. */
export interface UpdateNumbers {
  /** Learning rate / (1 - beta1^step). */
  readonly stepSize: number;
  /** sqrt(1 - beta2^step): what the root of the second moment is divided by. */
  readonly rootCorrection: number;
  /** What decoupled weight decay leaves of a weight: 1 - learning rate x weight decay. */
  readonly shrink: number;
  /** The matrix rule's learning rate, and what weight decay at this rate leaves of a weight. */
  readonly matrixRate: number;
  readonly matrixShrink: number;
  /** Share of the average that is kept. */
  readonly emaDecay: number;
}

/** Another rule than AdamW's for some of the parameters (`kernels/muon`): a learner that uses it loads it. */
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
