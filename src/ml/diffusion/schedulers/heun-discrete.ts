/**
 * HeunDiscreteScheduler: Heun's second-order method (Karras et al. 2022, algorithm 1). Each step
 * but the last calls the network twice, so that every timestep but the first occurs twice in
 * `timesteps`: at odd i the second output corrects the step before.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { alphasCumprod } from '../schedule.ts';
import {
  betaFields,
  checked,
  clippingFields,
  flag,
  predictionField,
  respacingFields,
  spacingFields,
} from './config.ts';
import { createHistory } from './history.ts';
import { at, type Scheduler } from './scheduler.ts';
import { respacedSigmas, sigmaAt, sigmasOf, timestepOf } from './sigmas.ts';
import { clipped } from './thresholding.ts';
import { allTimesteps, spaceTimesteps } from './timestep-spacing.ts';
import { createVarianceExploding, eulerStep, slopeOf } from './variance-exploding.ts';

export const heunDiscreteConfig = checked({
  ...betaFields(0.00085, 0.012),
  ...predictionField,
  ...clippingFields,
  clip_sample: flag(false),
  ...spacingFields('linspace'),
  ...respacingFields,
});
export type HeunDiscreteConfig = z.output<typeof heunDiscreteConfig>;

/** The first value once, every other value twice. */
function othersTwice(values: readonly number[]): number[] {
  return values.flatMap((value, i) => (i === 0 ? [value] : [value, value]));
}

export function createHeunDiscrete(config: HeunDiscreteConfig): Scheduler {
  const training = sigmasOf(alphasCumprod(config));
  const space = createVarianceExploding(config, training);
  /** Between the two halves of a step: its initial sample and the slope there, newest first. */
  const begun = createHistory(2);
  let expected = 0;

  const original = (modelOutput: tf.Tensor, i: number, sample: tf.Tensor) =>
    clipped(space.predictOriginal(modelOutput, i, sample), config);

  function visit(timesteps: readonly number[], sigmas: readonly number[]): void {
    space.grid = {
      timesteps: Float32Array.from(othersTwice(timesteps)),
      sigmas: Float32Array.from([...othersTwice(sigmas), 0]),
    };
    begun.clear();
  }
  visit(allTimesteps(training.length), [...training].reverse());

  return {
    get timesteps() {
      return space.grid.timesteps;
    },
    get initNoiseSigma() {
      return space.initNoiseSigma;
    },
    setTimesteps(count) {
      const timesteps = spaceTimesteps(config, count).map(Math.fround);
      const sigmas = timesteps.map((timestep) => sigmaAt(training, timestep));
      const respaced = respacedSigmas(config, at(sigmas, 0), at(sigmas, count - 1), count);
      visit(respaced?.map((sigma) => timestepOf(training, sigma)) ?? timesteps, respaced ?? sigmas);
    },
    scaleModelInput: (sample, i) => space.scaleModelInput(sample, i),
    predictOriginal: (modelOutput, i, sample) => tf.tidy(() => tf.clone(original(modelOutput, i, sample))),
    step(modelOutput, i, sample) {
      if (i !== expected) begun.clear();
      if (i % 2 === 1 && begun.length === 0)
        throw new Error(`step ${i} is the second half of a step that was not begun`);
      expected = i + 1;
      return tf.tidy(() => {
        const slope = slopeOf(sample, original(modelOutput, i, sample), space.sigma(i));
        if (i % 2 === 1) {
          // The mean of both slopes, from the start of the first half.
          const mean = tf.div(tf.add(begun.at(1), slope), 2);
          const corrected = eulerStep(begun.at(0), mean, space.sigma(i - 1), space.sigma(i));
          begun.clear();
          return corrected;
        }
        if (i < space.grid.timesteps.length - 1) {
          begun.push(slope);
          begun.push(sample);
        }
        return eulerStep(sample, slope, space.sigma(i), space.sigma(i + 1));
      });
    },
    addNoise: (clean, noise, timestep) => space.addNoise(clean, noise, timestep),
    dispose: () => begun.clear(),
  };
}
