/** Looking at what the network has learnt: generating and restoring. Streams of their own, so that looking never changes training. */
import * as tf from '@tensorflow/tfjs-core';
import { pureNoise, restore } from '../ml/diffusion/one-pass.ts';
import { bilateralBaseline } from '../ml/diffusion/restore/bilateral.ts';
import { damage } from '../ml/diffusion/restore/damage.ts';
import { gaussianBaseline } from '../ml/diffusion/restore/gaussian.ts';
import { psnr } from '../ml/diffusion/restore/psnr.ts';
import { ssim } from '../ml/diffusion/restore/ssim.ts';
import type { Model } from '../ml/models/model.ts';
import { toBytes, toTensor } from '../ml/pixels.ts';
import { randomStream } from '../ml/random.ts';
import type {
  BaselineName,
  GenerateRequest,
  GenerateResult,
  Quality,
  RestoreRequest,
  RestoreResult,
} from '../workers/protocol.ts';
import { joined, picturesOf } from './pictures.ts';

/** Pictures that the network makes in one go: few, so that a cancelled call ends soon and training waits little. */
const atOnce = 8;

/** Does what it is given when it may use the device, and rejects instead once the call has been cancelled. */
export type Turn = <T>(look: () => Promise<T>) => Promise<T>;

/**
 * `step` is what the result says of the network. The pictures are made a few at a time, each few in a `turn` of their own: `model` must stay
 * as it is until the last.
 */
export async function generatePictures(
  model: Model,
  { seed, count }: Pick<GenerateRequest, 'seed' | 'count'>,
  step: number,
  turn: Turn = (look) => look(),
): Promise<GenerateResult> {
  const noise = pureNoise(count, randomStream(seed).fork('generate'));
  try {
    const noiseRgb = await turn(() => toBytes(noise));
    const samplesRgb: Uint8Array[] = [];
    for (let first = 0; first < count; first += atOnce) {
      samplesRgb.push(await turn(() => samplesOf(model, noise, first, Math.min(atOnce, count - first))));
    }
    return { step, seed, sampling: null, noise: picturesOf(noiseRgb), samples: picturesOf(joined(samplesRgb)) };
  } finally {
    noise.dispose();
  }
}

async function samplesOf(model: Model, noise: tf.Tensor4D, first: number, count: number): Promise<Uint8Array> {
  const samples = tf.tidy(() => restore(model, tf.slice(noise, [first, 0, 0, 0], [count, -1, -1, -1])));
  try {
    return await toBytes(samples);
  } finally {
    samples.dispose();
  }
}

/**
 * Without a mask the whole picture is damaged: noise is added to it. With one, noise takes the place of the masked pixels and the others
 * stay as they are. `mask`: [32 x 32], row-major, true where the picture is damaged.
 */
export async function restorePicture(
  model: Model,
  { original, noise, seed, baseline }: RestoreRequest,
  step: number,
  mask: readonly boolean[] | null = null,
): Promise<RestoreResult> {
  const { width, height, rgb } = original;
  const stream = randomStream(seed).fork('restore');
  const damaged = tf.tidy(() => {
    const clean = toTensor(rgb);
    if (!mask) return damage(clean, noise, stream);
    const hit = tf.tensor4d(Float32Array.from(mask, Number), [1, height, width, 1]);
    return tf.add<tf.Tensor4D>(tf.mul(clean, tf.sub(1, hit)), tf.mul(damage(tf.zerosLike(clean), noise, stream), hit));
  });
  // Network and filter get the same: the picture that is shown, in bytes. Beyond [-1, 1] the noise says more than a picture can hold (and than
  // an uploaded one ever would); the network, which has learned on that, must do without it here.
  const damagedRgb = await toBytes(damaged).finally(() => damaged.dispose());
  const restored = tf.tidy(() => restore(model, toTensor(damagedRgb)));
  try {
    const restoredRgb = await toBytes(restored);
    const baselineRgb = baselines[baseline](damagedRgb, width, height, noise);
    const quality = (picture: Uint8Array): Quality => ({
      psnr: psnr(rgb, picture),
      ssim: ssim(rgb, picture, width, height),
    });
    return {
      step,
      original: picturesOf(new Uint8Array(rgb)),
      damaged: picturesOf(damagedRgb),
      restored: picturesOf(restoredRgb),
      baseline: picturesOf(baselineRgb),
      quality: { damaged: quality(damagedRgb), restored: quality(restoredRgb), baseline: quality(baselineRgb) },
    };
  } finally {
    restored.dispose();
  }
}

const baselines = { gaussian: gaussianBaseline, bilateral: bilateralBaseline } as const satisfies Record<
  BaselineName,
  unknown
>;
