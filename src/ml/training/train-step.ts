/** One step of the article's training: denoise a batch in one pass, mean squared error to the clean images, Adam. */
import * as tf from '@tensorflow/tfjs-core';
import '../nn/gradients.ts';
import { randomNormal } from '../kernels/noise/index.ts';
import type { Model } from '../models/model.ts';
import { toTensor } from '../pixels.ts';
import type { RandomStream } from '../random.ts';
import type { Adam } from './adam.ts';

export interface TrainStep {
  readonly model: Model;
  readonly adam: Adam;
  /** RGB bytes, [n, 32, 32, 3]. */
  readonly batch: Uint8Array;
  /** The run's stream for training noise. The noise of a step is a pure function of it and of `adam.step`. */
  readonly noise: RandomStream;
  readonly noiseStd: number;
  readonly learningRate: number;
}

/** The noise of step `step` (steps taken before it): N(0, 1). */
function trainingNoise(shape: [number, number, number, number], noise: RandomStream, step: number): tf.Tensor4D {
  return randomNormal(shape, noise.fork(`step-${step}`));
}

/**
 * Returns the loss before the update, mean over all elements: a scalar on the device, the caller's to read and dispose. Everything else
 * that it made is freed; nothing is read back, so the device may still be at work when it returns.
 */
export function trainStep({ model, adam, batch, noise, noiseStd, learningRate }: TrainStep): tf.Scalar {
  return tf.tidy(() => {
    const clean = toTensor(batch);
    const unit = trainingNoise(clean.shape, noise, adam.step);
    const noisy: tf.Tensor4D = tf.add(clean, tf.mul(unit, noiseStd));
    const { value, grads } = tf.variableGrads(
      () => tf.mean(tf.squaredDifference(model.forward(noisy), clean)) as tf.Scalar,
      [...model.parameters.values()],
    );
    const gradients = new Map<string, tf.Tensor>();
    for (const [name, variable] of model.parameters) {
      const gradient = grads[variable.name];
      if (gradient) gradients.set(name, gradient);
    }
    adam.update(gradients, learningRate);
    return value;
  });
}
