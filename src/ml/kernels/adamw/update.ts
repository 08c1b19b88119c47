/**
 * One update of all weights: what it changes, its inputs, and another rule than AdamW's for some of
 * the parameters. Types only.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';

export interface Update {
  /**
   * A scalar by which the loss must be multiplied before gradients are computed. `run` gets the
   * unscaled loss and returns the unscaled norm.
   */
  readonly lossScale: tf.Tensor | null;
  /** Moves the state's variables to the places where `run` changes them. */
  settle(): void;
  /**
   * Call it before each `run`: writes the update's numbers, and moves the state's variables to the
   * places where it will change them. It must not be recorded; `run` may be.
   */
  prepare(numbers: UpdateNumbers): void;
  /**
   * Updates the state's variables with these gradients, one for each parameter. Once a loss (a
   * scalar) or a norm was not finite it leaves them as they are. Returns the loss and the
   * gradients' norm before clipping, as a tensor [2] that belongs to the caller. Frees everything
   * else that it makes, and reads nothing back.
   */
  run(gradients: ReadonlyMap<string, tf.Tensor>, loss: tf.Tensor): tf.Tensor1D;
  /** Frees what it made. The state's variables always belong to the caller. */
  dispose(): void;
}

/** Everything that an update changes, by parameter name. */
export interface OptimizerState {
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  /** Only AdamW's parameters. */
  readonly expAvg: ReadonlyMap<string, tf.Variable>;
  readonly expAvgSq: ReadonlyMap<string, tf.Variable>;
  /** Only the parameters of the matrix rule. */
  readonly momentum: ReadonlyMap<string, tf.Variable>;
  readonly ema: ReadonlyMap<string, tf.Variable> | null;
  /** Scalar: 1; 0 from the first step whose loss or gradient was not finite. */
  readonly healthy: tf.Variable;
}

/** Settings that are the same in all updates of an optimizer. */
export interface UpdateConstants {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Null: the gradient is not clipped. */
  readonly maxGradNorm: number | null;
  /** The rule of the parameters that have a momentum. */
  readonly matrixRule?: MatrixRule | null;
}

/** The host's numbers for one update; `step` below counts from 1. */
export interface UpdateNumbers {
  /** Learning rate / (1 - beta1^step). */
  readonly stepSize: number;
  /** sqrt(1 - beta2^step): the divisor of the root of the second moment. */
  readonly rootCorrection: number;
  /**
   * The factor by which decoupled weight decay shrinks a weight: 1 - learning rate x weight decay.
   */
  readonly shrink: number;
  /**
   * The matrix rule's learning rate, and the factor by which weight decay shrinks a weight at this
   * rate.
   */
  readonly matrixRate: number;
  readonly matrixShrink: number;
  /** Share of the old average that is kept. */
  readonly emaDecay: number;
}

/**
 * Another rule than AdamW's for some of the parameters (`kernels/muon`). A learner that uses it
 * loads it.
 */
export interface MatrixRule {
  /** Whether the rule updates the parameter with this PyTorch name and this number of axes. */
  owns(name: string, rank: number): boolean;
  /** Its learning rate, as a multiple of AdamW's. */
  readonly rateFactor: number;
  /**
   * Updates a parameter and its momentum, composed of tfjs' operations. `gradient` is clipped. All
   * tensors are in tfjs' layout.
   */
  composed(
    parameter: tf.Tensor,
    momentum: tf.Tensor,
    gradient: tf.Tensor,
    numbers: UpdateNumbers,
  ): { readonly parameter: tf.Tensor; readonly momentum: tf.Tensor };
  /**
   * Bytes that a parameter of this shape needs in one more buffer on WebGPU. All parameters of a
   * part share that buffer, which must fit a binding.
   */
  bytesBeside(shape: readonly number[]): number;
  /** The same on WebGPU, for all of the rule's parameters in one part of the network. */
  fused(backend: SlicedBackend, matrices: MatricesOnDevice): FusedMatrices;
}

/**
 * The places of a part's matrices. Each has the same offset in `gradients`, `parameters` and `ema`;
 * in `momentum` the offset is smaller by `start`.
 */
export interface MatricesOnDevice {
  readonly matrices: readonly { readonly shape: readonly number[]; readonly offset: number }[];
  /** Bytes before the first matrix, a multiple of 16. */
  readonly start: number;
  /** Bytes up to the end of the last matrix, including the padding of its slot. */
  readonly end: number;
  /** Overwritten by the update. */
  readonly gradients: GPUBuffer;
  readonly parameters: GPUBuffer;
  readonly momentum: GPUBuffer;
  readonly ema: GPUBuffer | null;
}

export interface FusedMatrices {
  /**
   * `factor` multiplies the gradients; negative: nothing changes. `numbers` are those of
   * `updateNumbers`.
   */
  run(factor: GPUBuffer, numbers: tf.TensorInfo): void;
  dispose(): void;
}
