/**
 * The interface of all schedulers. They work on tensors, not on networks: any shape, with the batch
 * as first axis.
 */
import type * as tf from '@tensorflow/tfjs-core';

/**
 * Standard Gaussian noise of the sample's shape; called at most once per step, and only if the step
 * needs it.
 */
export type NoiseSource = () => tf.Tensor;

/**
 * Returned tensors are new and belong to the caller; the caller also keeps the tensors that it
 * passes. Multi-step schedulers keep tensors between steps, which are freed after the last step, by
 * setTimesteps and by dispose. Steps must be taken in order; a step that does not follow the one
 * before starts a new run.
 */
export interface Scheduler {
  /**
   * Noisiest first; all training timesteps until setTimesteps is called. In some classes not whole
   * numbers.
   */
  readonly timesteps: ArrayLike<number>;
  /** Standard deviation of the initial sample of a run. */
  readonly initNoiseSigma: number;
  /** Sets the timesteps of a run. Throws `value-invalid` if the schedule has fewer. */
  setTimesteps(numInferenceSteps: number): void;
  /** The network's input for `sample`; i indexes timesteps. */
  scaleModelInput(sample: tf.Tensor, i: number): tf.Tensor;
  /**
   * The sample at timesteps[i + 1], or the result after the last. `noise` is required if the step
   * is stochastic.
   */
  step(modelOutput: tf.Tensor, i: number, sample: tf.Tensor, noise?: NoiseSource): tf.Tensor;
  /**
   * The clean image that follows from the model output, clipped or thresholded as in `step`.
   * Changes no state.
   */
  predictOriginal(modelOutput: tf.Tensor, i: number, sample: tf.Tensor): tf.Tensor;
  /** The noisy sample of a run at this timestep. */
  addNoise(original: tf.Tensor, noise: tf.Tensor, timestep: number): tf.Tensor;
  dispose(): void;
}

/** Options that diffusers passes to each call of `step`; here they are set once. */
export interface SchedulerOptions {
  /** DDIM: 0 is deterministic, 1 as noisy as DDPM (Song et al. 2020, eq. 16). */
  readonly eta?: number;
}

/** Draws noise for a step that requires it. */
export function drawn(noise: NoiseSource | undefined): tf.Tensor {
  if (noise === undefined) throw new Error('this scheduler is stochastic: step needs a noise source');
  return noise();
}

/** Entry i of an array; it must exist. */
export function at(values: ArrayLike<number>, i: number): number {
  const value = values[i];
  if (value === undefined) throw new RangeError(`step ${i} of ${values.length}`);
  return value;
}
