/**
 * The repair methods, for every network that they fit. Pictures of the network's size are repaired
 * whole, larger ones in parts.
 */
import * as tf from '@tensorflow/tfjs-core';
import { samplersFor } from '../ml/config.ts';
import type { PictureShape, PictureSize } from '../ml/data/description.ts';
import { type Answer, type AnswerAhead, answerFor, guided } from '../ml/diffusion/denoiser.ts';
import * as onePass from '../ml/diffusion/one-pass.ts';
import { predictedOriginal } from '../ml/diffusion/prediction.ts';
import { type ForwardProcess, type Levels, levelTensors } from '../ml/diffusion/process.ts';
import type { Damaged } from '../ml/diffusion/restore/damages.ts';
import { passesOf } from '../ml/diffusion/restore/levels.ts';
import type { Remains } from '../ml/diffusion/restore/remains.ts';
import { repair } from '../ml/diffusion/restore/repair.ts';
import { type SampleStep, sample, stepsFrom, type Turn } from '../ml/diffusion/sample.ts';
import { samplerConfig } from '../ml/diffusion/sampler-config.ts';
import type { SchedulerConfig } from '../ml/diffusion/schedulers/index.ts';
import { toTensor } from '../ml/pixels.ts';
import type { RandomStream } from '../ml/random.ts';
import type { RestoreRequest } from '../workers/protocol.ts';
import { atOnce, inParts } from './in-parts.ts';
import { inStrips, inTiles, type PartsOptions } from './large-pictures.ts';
import type { DiffusionNetwork, NetworkSnapshot, OnePassNetwork } from './network.ts';

export interface Work {
  readonly damaged: Damaged;
  readonly size: PictureSize;
  readonly stream: RandomStream;
  readonly remains: Remains;
  readonly turns: Turn;
  /** Called after every pass, unless there is only one pass. */
  readonly seen: (step: SampleStep) => Promise<void>;
  readonly parts: PartsOptions;
}

const shownOf = ({ damaged, size }: Work): tf.Tensor4D => toTensor(damaged.shown, size);

const isLarger = ({ width, height }: PictureSize, { side }: PictureShape): boolean => width > side || height > side;

/** For the article's network. The result belongs to the caller. */
export async function inOnePass({ model, shape }: OnePassNetwork, work: Work): Promise<tf.Tensor4D> {
  const { turns, size, parts } = work;
  if (!isLarger(size, shape)) {
    const answer = inParts((x) => onePass.restore(model, x), atOnce(shape));
    return turns(async () => tf.tidy(() => answer(shownOf(work), 0)));
  }
  const shown = await turns(async () => shownOf(work));
  try {
    return await inStrips(model, shown, size, parts);
  } finally {
    shown.dispose();
  }
}

/** The result belongs to the caller. */
export async function byDiffusion(
  network: DiffusionNetwork,
  request: RestoreRequest,
  work: Work,
): Promise<tf.Tensor4D> {
  const { denoiser, shape } = network;
  if (!isLarger(work.size, shape)) {
    return byMethod(
      network,
      inParts(guided(denoiser, request.classIndex, request.guidance), atOnce(shape)),
      request,
      work,
    );
  }
  // Without a class here, a network that requires one would get a different class for each tile.
  const label = request.classIndex ?? (denoiser.answersWithoutClass ? null : 0);
  const answer = await work.turns(async () =>
    inTiles(guided(denoiser, label, request.guidance), work.size, shape, work.parts),
  );
  try {
    return await byMethod(network, answer, request, work);
  } finally {
    answer.dispose();
  }
}

async function byMethod(
  network: DiffusionNetwork,
  answer: Answer | AnswerAhead,
  request: RestoreRequest,
  work: Work,
): Promise<tf.Tensor4D> {
  const { denoiser, process } = network;
  const { method, steps, strength, jump, resamples } = request.repair;
  const { remains, turns, seen } = work;
  const stream = work.stream.fork('repair');
  switch (method) {
    case 'one-pass':
      return posteriorMean(network, answer, work);
    case 'sdedit':
      return sdedit(network, answer, { ...work, stream }, steps, strength * process.numTrainTimesteps);
    case 'repaint':
    case 'ddnm':
      return repair(answer, remains, {
        ...{ method, steps, jump, resamples, process, stream },
        prediction: denoiser.prediction,
        turn: turns,
        onStep: seen,
      });
    default:
      return method satisfies never;
  }
}

/** Deterministic: DDIM, or Euler on a flow. */
function sdeditSampler({ denoiser, scheduler }: DiffusionNetwork): SchedulerConfig {
  const samplers = samplersFor(denoiser.prediction);
  return samplerConfig(scheduler, samplers.find((name) => name === 'ddim') ?? samplers[0] ?? 'ddim');
}

/** The number of passes through the network that a request needs. */
export function passesOfRequest(network: NetworkSnapshot, { repair: settings }: RestoreRequest): number {
  if (network.kind === 'one-pass' || settings.method === 'one-pass') return 1;
  if (settings.method !== 'sdedit') return passesOf(settings);
  const timestep = settings.strength * network.process.numTrainTimesteps;
  return stepsFrom(sdeditSampler(network), settings.steps, timestep);
}

/**
 * A picture with Gaussian noise of standard deviation `noise`, scaled by alpha, is the noisy sample
 * of the timestep where sigma / alpha = noise. The network's clean image at that timestep is the
 * mean of all images that the picture may have been (Efron 2011, "Tweedie's formula"). No estimate
 * has a smaller expected squared error, and so none has a higher PSNR. Sampling would choose one of
 * those images, which is sharper but further from the original. So this method takes one pass.
 */
async function posteriorMean(
  { denoiser, process }: DiffusionNetwork,
  answer: Answer | AnswerAhead,
  work: Work,
): Promise<tf.Tensor4D> {
  const { turns, remains } = work;
  const levels = levelOf(process, remains.noise);
  const timestep = levels.timesteps[0] ?? 0;
  const seenBy = (asked: Answer, noisy: tf.Tensor4D) =>
    predictedOriginal(denoiser.prediction, asked(noisy, timestep), noisy, levelTensors(levels)) as tf.Tensor4D;
  const noisyOf = () => tf.mul<tf.Tensor4D>(shownOf(work), levelTensors(levels).alpha);
  if (typeof answer === 'function') return turns(async () => tf.tidy(() => seenBy(answer, noisyOf())));
  const noisy = await turns(async () => tf.tidy(noisyOf));
  try {
    const asked = await answerFor(answer, noisy, timestep);
    try {
      return await turns(async () => tf.tidy(() => seenBy(asked.answer, noisy)));
    } finally {
      asked.dispose();
    }
  } finally {
    noisy.dispose();
  }
}

/**
 * The least noisy level whose sigma / alpha is at least `noise`. The ratio grows from the image to
 * the noise.
 */
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

/**
 * Meng et al. ("SDEdit", 2022, algorithms 1 and 2): adds the noise of a timestep to the damaged
 * picture and samples from there. The noise drowns the damage but not the whole picture. Known
 * pixels are put back at the end.
 */
async function sdedit(
  network: DiffusionNetwork,
  answer: Answer | AnswerAhead,
  work: Work,
  steps: number,
  timestep: number,
): Promise<tf.Tensor4D> {
  const { size, remains, stream, turns, seen } = work;
  const [count] = remains.measured.shape;
  const original = await turns(async () => shownOf(work));
  try {
    const sampled = await sample(answer, {
      scheduler: sdeditSampler(network),
      ...{ steps, shape: size, count, stream, turn: turns, onStep: seen },
      from: { original, timestep },
    });
    const { known, measured } = remains;
    if (!known) return sampled;
    try {
      return await turns(async () => tf.tidy(() => tf.add(measured, tf.mul(sampled, tf.sub(1, known)))));
    } finally {
      sampled.dispose();
    }
  } finally {
    original.dispose();
  }
}
