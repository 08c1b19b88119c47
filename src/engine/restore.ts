/** One picture, damaged and cleaned, with how near it came. Streams of their own, so that looking never changes training. */
import * as tf from '@tensorflow/tfjs-core';
import * as onePass from '../ml/diffusion/one-pass.ts';
import { predictedOriginal } from '../ml/diffusion/prediction.ts';
import { type ForwardProcess, type Levels, levelTensors } from '../ml/diffusion/process.ts';
import { bilateralBaseline } from '../ml/diffusion/restore/bilateral.ts';
import { damage } from '../ml/diffusion/restore/damage.ts';
import { gaussianBaseline } from '../ml/diffusion/restore/gaussian.ts';
import { inpaint } from '../ml/diffusion/restore/inpaint.ts';
import { psnr } from '../ml/diffusion/restore/psnr.ts';
import { ssim } from '../ml/diffusion/restore/ssim.ts';
import { toBytes, toTensor } from '../ml/pixels.ts';
import { randomStream } from '../ml/random.ts';
import type { BaselineName, Pictures, Quality, RestoreRequest, RestoreResult } from '../workers/protocol.ts';
import type { DiffusionNetwork, FrozenNetwork } from './network.ts';
import { bytesOfPictures, picturesOf } from './pictures.ts';

/**
 * Without a mask the whole picture is damaged: noise is added to it. With one, noise takes the place of the masked pixels and the others
 * stay as they are; a diffusion network then makes up what is lost. `mask`: a value a pixel, row-major, true where the picture is damaged. Throws
 * `value-invalid` for a picture of another size than the network's.
 */
export async function restorePicture(
  network: FrozenNetwork,
  { original, noise, seed, baseline }: RestoreRequest,
  step: number,
  mask: readonly boolean[] | null = null,
): Promise<RestoreResult> {
  const { width, height } = original;
  const { shape } = network;
  const cleanBytes = bytesOfPictures(original, shape, 'original');
  const stream = randomStream(seed).fork('restore');
  const damaged = tf.tidy(() => {
    const clean = toTensor(cleanBytes, shape);
    if (!mask) return damage(clean, noise, stream);
    const hit = maskTensor(mask, height, width);
    return tf.add<tf.Tensor4D>(tf.mul(clean, tf.sub(1, hit)), tf.mul(damage(tf.zerosLike(clean), noise, stream), hit));
  });
  // Network and filter get the same: the picture that is shown, in bytes. Beyond [-1, 1] the noise says more than a picture can hold (and than
  // an uploaded one ever would); the network, which has learned on that, must do without it here.
  const damagedBytes = await toBytes(damaged).finally(() => damaged.dispose());
  const restored = tf.tidy(() => {
    const picture = toTensor(damagedBytes, shape);
    if (network.kind === 'one-pass') return onePass.restore(network.model, picture);
    // Where noise took a pixel's place nothing of the picture is left to find under it.
    if (mask) return inpaint(network.denoiser, network.process, picture, maskTensor(mask, height, width), stream);
    return posteriorMean(network, picture, noise);
  });
  try {
    // From here on as they are shown.
    const clean = picturesOf(cleanBytes, shape);
    const shown = picturesOf(damagedBytes, shape);
    const cleaned = picturesOf(await toBytes(restored), shape);
    const filtered = { ...shown, rgb: baselines[baseline](shown.rgb, width, height, noise) };
    const quality = ({ rgb }: Pictures): Quality => ({
      psnr: psnr(clean.rgb, rgb),
      ssim: ssim(clean.rgb, rgb, width, height),
    });
    return {
      step,
      // The request's own bytes stay the caller's.
      original: { ...clean, rgb: new Uint8Array(clean.rgb) },
      damaged: shown,
      restored: cleaned,
      baseline: filtered,
      quality: { damaged: quality(shown), restored: quality(cleaned), baseline: quality(filtered) },
    };
  } finally {
    restored.dispose();
  }
}

function maskTensor(mask: readonly boolean[], height: number, width: number): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(mask, Number), [1, height, width, 1]);
}

/**
 * A picture with Gaussian noise of standard deviation `noise` is, scaled by alpha, the noisy sample of the timestep where sigma / alpha = noise. What
 * the network takes for the clean image there is the mean of all images that it could have been (Efron 2011, "Tweedie's formula"): no estimate has
 * a smaller squared error, and so none a higher PSNR. Sampling on from there would choose one of those images, sharper and further off: one pass.
 */
function posteriorMean({ denoiser, process }: DiffusionNetwork, damaged: tf.Tensor4D, noise: number): tf.Tensor4D {
  const levels = levelOf(process, noise);
  const level = levelTensors(levels);
  const noisy: tf.Tensor4D = tf.mul(damaged, level.alpha);
  const output = denoiser.answer(noisy, levels.timesteps, null);
  return predictedOriginal(denoiser.prediction, output, noisy, level) as tf.Tensor4D;
}

/** The least noisy level whose sigma / alpha is at least `noise`; the ratio grows from the image to the noise. */
function levelOf(process: ForwardProcess, noise: number): Levels {
  let [below, place] = [0, 1 - 2 ** -20];
  for (let halving = 0; halving < 20; halving++) {
    const middle = (below + place) / 2;
    const { alphas, sigmas } = process.at([middle]);
    if ((sigmas[0] ?? 0) >= noise * (alphas[0] ?? 0)) place = middle;
    else below = middle;
  }
  return process.at([place]);
}

const baselines = { gaussian: gaussianBaseline, bilateral: bilateralBaseline } as const satisfies Record<
  BaselineName,
  unknown
>;
