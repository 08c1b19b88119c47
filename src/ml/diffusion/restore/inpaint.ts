/** Pixels that are lost altogether, made up to go with those that are there. */
import * as tf from '@tensorflow/tfjs-core';
import { randomNormal } from '../../kernels/noise/index.ts';
import type { RandomStream } from '../../random.ts';
import type { Denoiser } from '../denoiser.ts';
import { mixNoise, predictedOriginal } from '../prediction.ts';
import { type ForwardProcess, levelTensors } from '../process.ts';

/** Levels of noise on the way to the picture. */
const steps = 50;

/**
 * Samples the picture as DDIM does (Song, Meng and Ermon 2021, eq. 12, without noise), and at every level puts the known pixels, with the noise of
 * that level, in the place of its own (Song et al., "Score-Based Generative Modeling through SDEs", 2021, appendix I.2). `picture`: [1, 32, 32, 3] in
 * [-1, 1]; `lost`: [1, 32, 32, 1], 1 where nothing is known. The result has the picture's known pixels and is the caller's.
 */
export function inpaint(
  denoiser: Denoiser,
  process: ForwardProcess,
  picture: tf.Tensor4D,
  lost: tf.Tensor4D,
  stream: RandomStream,
): tf.Tensor4D {
  return tf.tidy(() => {
    const known = tf.sub(1, lost);
    const merged = (made: tf.Tensor, there: tf.Tensor): tf.Tensor4D => tf.add(tf.mul(made, lost), tf.mul(there, known));
    const noise = randomNormal(picture.shape, stream);
    let clean: tf.Tensor = tf.zerosLike(picture);
    let epsilon: tf.Tensor = noise;
    for (let step = steps; step > 0; step--) {
      [clean, epsilon] = tf.tidy(() => {
        const levels = process.at([(step - 0.5) / steps]);
        const level = levelTensors(levels);
        // From pure noise: no clean image has been seen yet.
        const made = step === steps ? noise : mixNoise(clean, epsilon, level);
        const noisy = merged(made, mixNoise(picture, noise, level));
        const answer = denoiser.answer(noisy, levels.timesteps, null);
        const seen = tf.clipByValue(predictedOriginal(denoiser.prediction, answer, noisy, level), -1, 1);
        return [seen, tf.div(tf.sub(noisy, tf.mul(seen, level.alpha)), level.sigma)];
      });
    }
    return merged(clean, picture);
  });
}
