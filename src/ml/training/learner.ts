/** A network that is being trained, whichever it is: what the engine submits steps to. */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../config.ts';
import type { BatchImages } from '../data/device-images.ts';
import { inHalfPrecision } from '../kernels/half/index.ts';
import type { NetworkDescription } from '../network-description.ts';
import type { ParameterSource } from '../nn/parameters.ts';
import type { Optimizer } from './optimizer.ts';

/** What a step learns from. */
export type StepBatch = BatchImages & {
  /** [n], class indices. */
  readonly labels: Uint16Array<ArrayBuffer>;
};

export interface Learner {
  readonly network: NetworkDescription;
  /** As training left them. */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  readonly optimizer: Optimizer;
  /**
   * Submits one step at this base learning rate: what `readMeasured` reads, on the device, the caller's.
   * Everything random in it is a function of the seed and of `optimizer.step`. Nothing is read back.
   */
  step(batch: StepBatch, learningRate: number): tf.Tensor1D;
  /**
   * The same step, as far as rounding allows, one image at a time, for a backend that computes while it is called; null where `goesOn`, which is asked after each image,
   * has said no: then nothing has changed. Absent where a step is short.
   */
  stepInParts?(batch: StepBatch, learningRate: number, goesOn: () => Promise<boolean>): Promise<tf.Tensor1D | null>;
  /** Whether the step of this batch would be replayed: it then makes nothing on the device. */
  isReplayed(batch: StepBatch): boolean;
  /** Frees recordings and all else that steps made for later steps: they are made anew. */
  forgetSteps(): void;
  /** The rate that the schedule makes of this base rate for the next step. */
  scheduled(learningRate: number): number;
  dispose(): void;
}

export interface LearnerOptions {
  readonly experiment: Experiment;
  /** Of the whole run: what a learning rate schedule ends at. */
  readonly totalSteps: number;
  /** Classes of the data set, 0 where its pictures have none. */
  readonly setClasses: number;
  /** The weights to begin with; without one, those of the experiment's seed. */
  readonly source?: ParameterSource | undefined;
}

/**
 * The gradient of a loss with respect to `parameters`, and the update that the optimizer has begun. `loss` returns a scalar, and everything that it makes
 * is freed. With a scaled loss activations are in half precision.
 */
export function descend(
  parameters: ReadonlyMap<string, tf.Variable>,
  optimizer: Optimizer,
  loss: () => tf.Scalar,
): tf.Tensor1D {
  return tf.tidy(() => {
    const { lossScale } = optimizer;
    const variables = [...parameters.values()];
    // As `tf.variableGrads`, which cannot begin with another gradient than 1.
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
