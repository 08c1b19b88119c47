/** What every scheduler offers. It sees tensors of numbers, not networks: any shape, the first axis the batch. */
import type * as tf from '@tensorflow/tfjs-core';

/** Standard Gaussian noise of the sample's shape; called at most once a step, and only where the step needs it. */
export type NoiseSource = () => tf.Tensor;

/**
 * Tensors that come back are new and the caller's; those that go in stay the caller's. Multi-step schedulers keep tensors between steps: they
 * are freed after the last step, by setTimesteps and by dispose. Steps are taken in order; one that does not follow the step before starts
 * a new run.
 */
export interface Scheduler {
  /** Noisiest first; all training timesteps until setTimesteps is called. Not whole numbers in every class. */
  readonly timesteps: ArrayLike<number>;
  /** Standard deviation of the sample that a run starts from. */
  readonly initNoiseSigma: number;
  /** Chooses the timesteps of a run. Throws `value-invalid` where the schedule has not so many. */
  setTimesteps(numInferenceSteps: number): void;
  /** What the network sees of `sample`; i indexes timesteps. */
  scaleModelInput(sample: tf.Tensor, i: number): tf.Tensor;
  /** The sample at timesteps[i + 1], or the result after the last. `noise` is needed where the step is stochastic. */
  step(modelOutput: tf.Tensor, i: number, sample: tf.Tensor, noise?: NoiseSource): tf.Tensor;
  /** The clean image that the model output stands for, clipped or thresholded as `step` does it. Changes no state. */
  predictOriginal(modelOutput: tf.Tensor, i: number, sample: tf.Tensor): tf.Tensor;
  /** The noisy sample that a run holds when it comes to this timestep. */
  addNoise(original: tf.Tensor, noise: tf.Tensor, timestep: number): tf.Tensor;
  dispose(): void;
}

/** What diffusers passes to `step` of each call, here chosen once. */
export interface SchedulerOptions {
  /** DDIM: 0 is deterministic, 1 as noisy as DDPM (Song et al. 2020, eq. 16). */
  readonly eta?: number;
}

/** One noise source for a step that cannot do without. */
export function drawn(noise: NoiseSource | undefined): tf.Tensor {
  if (noise === undefined) throw new Error('this scheduler is stochastic: step needs a noise source');
  return noise();
}

/** Entry i of an array that has one. */
export function at(values: ArrayLike<number>, i: number): number {
  const value = values[i];
  if (value === undefined) throw new RangeError(`step ${i} of ${values.length}`);
  return value;
}
