/** The preview of a network that answers at every noise level: each image has another level. */
import * as tf from '@tensorflow/tfjs-core';
import { mixNoise, predictedOriginal } from '../ml/diffusion/prediction.ts';
import { levelTensors } from '../ml/diffusion/process.ts';
import { randomNormal } from '../ml/kernels/noise/index.ts';
import { toTensor } from '../ml/pixels.ts';
import type { RandomStream } from '../ml/random.ts';
import type { DiffusionNetwork } from './network.ts';

/** The tensors belong to the caller. */
export interface Looked {
  readonly noisy: tf.Tensor4D;
  readonly output: tf.Tensor4D;
  readonly timesteps: readonly number[] | null;
}

/**
 * The timesteps are the middles of equal parts, one for each image. `labels` may be longer than the
 * images.
 */
export function atEveryLevel(
  { denoiser, process, shape }: DiffusionNetwork,
  clean: Uint8Array,
  labels: ArrayLike<number>,
  stream: RandomStream,
): Looked {
  return tf.tidy(() => {
    const original = toTensor(clean, shape);
    const [count] = original.shape;
    const images = Array.from({ length: count }, (_, i) => i);
    const levels = process.at(images.map((i) => (i + 0.5) / count));
    const level = levelTensors(levels);
    const noisy = mixNoise(original, randomNormal(original.shape, stream), level) as tf.Tensor4D;
    const answer = denoiser.answer(
      noisy,
      levels.timesteps,
      images.map((i) => labels[i] ?? null),
    );
    const output = tf.clone(predictedOriginal(denoiser.prediction, answer, noisy, level)) as tf.Tensor4D;
    return { noisy, output, timesteps: Array.from(levels.timesteps) };
  });
}
