/** A network in training, of any kind. The engine submits steps to it. */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../config.ts';
import type { BatchImages } from '../data/device-images.ts';
import { inHalfPrecision } from '../kernels/half/index.ts';
import type { NetworkDescription } from '../network-description.ts';
import type { ParameterSource } from '../nn/parameters.ts';
import type { Optimizer } from './optimizer.ts';

/** The training data of a step. */
export type StepBatch = BatchImages & {
  /** [n], class indices. */
  readonly labels: Uint16Array<ArrayBuffer>;
};

export interface Learner {
  readonly network: NetworkDescription;
  /** The trained weights, without averaging. */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  readonly optimizer: Optimizer;
  /**
   * Submits one step at this base learning rate. Returns the tensor for `readMeasured`, on the
   * device; it belongs to the caller. Everything random in the step is a function of the seed and
   * of `optimizer.step`. Reads nothing back.
   */
  step(batch: StepBatch, learningRate: number): tf.Tensor1D;
  /**
   * The same step, up to rounding, one image at a time, for a backend that computes inside the
   * call. `goesOn` is called after each image; if it returns false the result is null and nothing
   * has changed. Absent if a step is short.
   */
  stepInParts?(batch: StepBatch, learningRate: number, goesOn: () => Promise<boolean>): Promise<tf.Tensor1D | null>;
  /** Whether the step of this batch would be replayed, which makes nothing on the device. */
  isReplayed(batch: StepBatch): boolean;
  /** Frees recordings and everything else that steps made for later steps; they are made again. */
  forgetSteps(): void;
  /** The learning rate of the next step: this base rate scaled by the schedule. */
  scheduled(learningRate: number): number;
  dispose(): void;
}

export interface LearnerOptions {
  readonly experiment: Experiment;
  /** Steps of the whole run, where a learning rate schedule ends. */
  readonly totalSteps: number;
  /** Classes of the data set; 0 if its pictures have none. */
  readonly setClasses: number;
  /** The initial weights; default: those of the experiment's seed. */
  readonly source?: ParameterSource | undefined;
}

/**
 * Computes the gradient of a loss with respect to `parameters` and finishes the update that the
 * optimizer has begun. `loss` returns a scalar, and everything that it makes is freed. With a
 * scaled loss, activations are in half precision.
 */
export function descend(
  parameters: ReadonlyMap<string, tf.Variable>,
  optimizer: Optimizer,
  loss: () => tf.Scalar,
): tf.Tensor1D {
  return tf.tidy(() => {
    const { lossScale } = optimizer;
    const variables = [...parameters.values()];
    // Like `tf.variableGrads`, which cannot start from another gradient than 1.
    const derive = () => tf.engine().gradients(loss, variables, lossScale ?? undefined, true);
    const { value, grads } = lossScale ? inHalfPrecision(derive) : derive();
    const gradients = new Map<string, tf.Tensor>();
    for (const [i, name] of [...parameters.keys()].entries()) {
      const gradient = grads[i];
      if (gradient) gradients.set(name, gradient);
    }
    return optimizer.update(gradients, value);
  });
}
