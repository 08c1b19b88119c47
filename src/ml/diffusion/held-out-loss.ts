/**
 * How well a network predicts on images that it never trains on: the same images, noise and
 * timesteps every time.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type PictureShape, pictureSize } from '../data/description.ts';
import { blocksWhileComputing } from '../device/current-backend.ts';
import { randomNormal } from '../kernels/noise/index.ts';
import { imageLosses } from '../loss.ts';
import type { LossName } from '../options.ts';
import { toTensor } from '../pixels.ts';
import type { RandomStream } from '../random.ts';
import { shownCounts } from '../settings.ts';
import type { Denoiser } from './denoiser.ts';
import { mixNoise, predictionTarget } from './prediction.ts';
import { type ForwardProcess, levelTensors } from './process.ts';
import type { Turn } from './sample.ts';

export interface HeldOutImages {
  /** Bytes, [n, side, side, channels]; n at least ten. */
  readonly bytes: Uint8Array;
  readonly shape: PictureShape;
  /** [n], class indices. */
  readonly labels: ArrayLike<number>;
  readonly noise: RandomStream;
}

export interface EvaluationResult {
  /**
   * The loss per number, over all images: every timestep counts the same, whatever the training
   * weights are.
   */
  readonly mean: number;
  /** The same for each tenth of the timesteps, least noise first. */
  readonly buckets: Float32Array<ArrayBuffer>;
}

/**
 * Images of this shape per pass of the network: sixteen of 32 x 32, or as many pixels of larger
 * ones.
 */
const imagesAtOnce = ({ side }: PictureShape): number =>
  Math.max(1, Math.min(16, Math.floor((16 * 32 ** 2) / side ** 2)));

/**
 * Image i of n gets the middle timestep of the i-th of n equal parts of the range: every bucket
 * gets its share, and no random draw changes the result. Each `turn` takes `atOnce` images; all
 * tensors are freed.
 */
export async function evaluate(
  denoiser: Denoiser,
  process: ForwardProcess,
  { bytes, shape, labels, noise }: HeldOutImages,
  loss: LossName,
  turn: Turn = (work) => work(),
): Promise<EvaluationResult> {
  const count = labels.length;
  const imageBytes = pictureSize(shape);
  const atOnce = blocksWhileComputing() ? 1 : imagesAtOnce(shape);
  const errors = new Float32Array(count);
  for (let first = 0; first < count; first += atOnce) {
    const last = Math.min(first + atOnce, count);
    const images = Array.from({ length: last - first }, (_, i) => first + i);
    const part = await turn(async () => {
      const tensor = tf.tidy(() => {
        const clean = toTensor(bytes.subarray(first * imageBytes, last * imageBytes), shape);
        const unit = randomNormal(clean.shape, noise, (first * imageBytes) / 4);
        const levels = process.at(images.map((i) => (i + 0.5) / count));
        const level = levelTensors(levels);
        const target = predictionTarget(process.prediction, clean, unit, level);
        const noisy = mixNoise(clean, unit, level) as tf.Tensor4D;
        const answer = denoiser.answer(
          noisy,
          levels.timesteps,
          images.map((i) => labels[i] ?? null),
        );
        return imageLosses(loss, answer, target);
      });
      try {
        return await tensor.data<'float32'>();
      } finally {
        tensor.dispose();
      }
    });
    errors.set(part, first);
  }
  const bucket = (index: number) => errors.filter((_, i) => Math.floor((i * shownCounts.buckets) / count) === index);
  return {
    mean: meanOf(errors),
    buckets: Float32Array.from({ length: shownCounts.buckets }, (_, i) => meanOf(bucket(i))),
  };
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
