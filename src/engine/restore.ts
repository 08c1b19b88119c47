/** Pictures, damaged and repaired, with how near they came. Streams of their own, so that looking never changes training. */
import * as tf from '@tensorflow/tfjs-core';
import { samplersFor } from '../ml/config.ts';
import { type Answer, guided } from '../ml/diffusion/denoiser.ts';
import * as onePass from '../ml/diffusion/one-pass.ts';
import { predictedOriginal } from '../ml/diffusion/prediction.ts';
import { type ForwardProcess, type Levels, levelTensors } from '../ml/diffusion/process.ts';
import { baselineOf } from '../ml/diffusion/restore/baselines.ts';
import { type Damaged, damagePictures } from '../ml/diffusion/restore/damages.ts';
import { baselinesFor } from '../ml/diffusion/restore/methods.ts';
import { psnr } from '../ml/diffusion/restore/psnr.ts';
import { type Remains, remainsOf } from '../ml/diffusion/restore/remains.ts';
import { repair } from '../ml/diffusion/restore/repair.ts';
import { ssim } from '../ml/diffusion/restore/ssim.ts';
import { type SampleStep, sample, type Turn } from '../ml/diffusion/sample.ts';
import { samplerConfig } from '../ml/diffusion/sampler-config.ts';
import { toBytes, toTensor } from '../ml/pixels.ts';
import { type RandomStream, randomStream } from '../ml/random.ts';
import type {
  BaselineResult,
  GenerateStep,
  Pictures,
  Quality,
  RestoreRequest,
  RestoreResult,
} from '../workers/protocol.ts';
import { Film } from './film.ts';
import { atOnce, inParts } from './in-parts.ts';
import type { DiffusionNetwork, FrozenNetwork } from './network.ts';
import { bytesOfPictures, picturesOf } from './pictures.ts';
import { nextTask } from './turns.ts';

export interface RestoreOptions {
  /** What the result says of the network. */
  readonly step: number;
  /** What uses the device is done in turns: one pass through the network each. */
  readonly turn?: Turn;
  readonly onStep?: (step: Omit<GenerateStep, 'call'>) => void;
}

/**
 * `request`: what `parseRestore` and `checkedRestore` let pass. Network and filters get the same: what is shown, in bytes (of a smaller picture, its own pixels). Beyond [-1, 1] the
 * noise says more than a picture can hold (and than an uploaded one ever would); a network that has learned on that must do without it here.
 * Throws `value-invalid` for pictures of another size than the network's.
 */
export async function restorePictures(
  network: FrozenNetwork,
  request: RestoreRequest,
  options: RestoreOptions,
): Promise<RestoreResult> {
  const { shape } = network;
  const { original, damage, seed } = request;
  const { width, height } = original;
  const clean = bytesOfPictures(original, shape, 'original');
  const stream = randomStream(seed).fork('restore');
  const damaged = damagePictures(clean, { width, height, channels: shape.channels }, damage, stream);
  const { bytes, passes, milliseconds } = await repaired(network, request, damaged, stream, options);

  // From here on as they are shown.
  const originals = picturesOf(clean, shape);
  const pictures = {
    // The request's own bytes stay the caller's.
    original: { ...originals, rgb: new Uint8Array(originals.rgb) },
    damaged: { ...picturesOf(damaged.shown, shape) },
    restored: picturesOf(bytes, shape),
  };
  return {
    step: options.step,
    ...pictures,
    passes,
    milliseconds,
    quality: {
      damaged: await qualityOf(originals, pictures.damaged),
      restored: await qualityOf(originals, pictures.restored),
    },
    baselines: await baselinesOf(request, originals, damaged, picturesOf(damaged.measured, shape)),
  };
}

interface Repaired {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly passes: number;
  readonly milliseconds: number;
}

async function repaired(
  network: FrozenNetwork,
  request: RestoreRequest,
  damaged: Damaged,
  stream: RandomStream,
  { turn = (work) => work(), onStep }: RestoreOptions,
): Promise<Repaired> {
  const { shape } = network;
  const { damage } = request;
  const film = onStep && new Film(request.original.count, shape, onStep);
  const turns: Turn = async (work) => {
    await film?.room();
    return turn(work);
  };
  const begun = performance.now();
  let passes = 0;
  const seen = async (step: SampleStep): Promise<void> => {
    passes += 1;
    film?.add(step);
  };
  const remains = await turn(async () => remainsOf(damaged, shape, damage));
  let result: tf.Tensor4D | null = null;
  try {
    result = await (network.kind === 'one-pass'
      ? turn(async () =>
          tf.tidy(() => inParts((x) => onePass.restore(network.model, x), atOnce(shape))(shownOf(damaged, shape), 0)),
        )
      : byDiffusion(network, request, { damaged, remains, stream, turns, seen }));
    const made = result;
    const [bytes] = await Promise.all([turn(() => toBytes(made)), film?.finished()]);
    return { bytes, passes: Math.max(1, passes), milliseconds: performance.now() - begun };
  } finally {
    await film?.close();
    result?.dispose();
    remains.dispose();
  }
}

interface Work {
  readonly damaged: Damaged;
  readonly remains: Remains;
  readonly stream: RandomStream;
  readonly turns: Turn;
  /** After every pass, but for a single one. */
  readonly seen: (step: SampleStep) => Promise<void>;
}

const shownOf = ({ shown }: Damaged, shape: FrozenNetwork['shape']): tf.Tensor4D => toTensor(shown, shape);

/** The result is the caller's. */
async function byDiffusion(network: DiffusionNetwork, request: RestoreRequest, work: Work): Promise<tf.Tensor4D> {
  const { denoiser, process, shape } = network;
  const { method, steps, strength, jump, resamples } = request.repair;
  const answer = inParts(guided(denoiser, request.classIndex, request.guidance), atOnce(shape));
  const { damaged, remains, turns } = work;
  const stream = work.stream.fork('repair');
  switch (method) {
    case 'one-pass':
      return turns(async () => tf.tidy(() => posteriorMean(network, answer, shownOf(damaged, shape), remains.noise)));
    case 'sdedit':
      return sdedit(network, answer, { ...work, stream }, steps, strength * process.numTrainTimesteps);
    case 'repaint':
    case 'ddnm':
      return repair(answer, remains, {
        ...{ method, steps, jump, resamples, process, stream },
        prediction: denoiser.prediction,
        turn: turns,
        onStep: work.seen,
      });
    default:
      return method satisfies never;
  }
}

/**
 * A picture with Gaussian noise of standard deviation `noise` is, scaled by alpha, the noisy sample of the timestep where sigma / alpha = noise. What
 * the network takes for the clean image there is the mean of all images that it could have been (Efron 2011, "Tweedie's formula"): no estimate has
 * a smaller squared error, and so none a higher PSNR. Sampling on from there would choose one of those images, sharper and further off: one pass.
 */
function posteriorMean(
  { denoiser, process }: DiffusionNetwork,
  answer: Answer,
  damaged: tf.Tensor4D,
  noise: number,
): tf.Tensor4D {
  const levels = levelOf(process, noise);
  const level = levelTensors(levels);
  const noisy: tf.Tensor4D = tf.mul(damaged, level.alpha);
  const output = answer(noisy, levels.timesteps[0] ?? 0);
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

/**
 * Meng et al. ("SDEdit", 2022, algorithms 1 and 2): the damaged picture with the noise of a timestep, sampled from there, so that the noise drowns the damage and the picture shows
 * through. Known pixels are put back at the end. By the deterministic sampler of the network's kind: DDIM, or Euler on a flow.
 */
async function sdedit(
  { denoiser, scheduler, shape }: DiffusionNetwork,
  answer: Answer,
  { damaged, remains, stream, turns, seen }: Work,
  steps: number,
  timestep: number,
): Promise<tf.Tensor4D> {
  const samplers = samplersFor(denoiser.prediction);
  const sampler = samplers.find((name) => name === 'ddim') ?? samplers[0] ?? 'ddim';
  const [count] = remains.measured.shape;
  const original = await turns(async () => shownOf(damaged, shape));
  try {
    const sampled = await sample(answer, {
      scheduler: samplerConfig(scheduler, sampler),
      ...{ steps, shape, count, stream, turn: turns, onStep: seen },
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

/** Picture `index` of several. */
function one(pictures: Pictures, index: number): Uint8Array<ArrayBuffer> {
  const each = pictures.width * pictures.height * 3;
  return pictures.rgb.subarray(index * each, (index + 1) * each);
}

/** In pieces, so that a training step does not wait for all of them. */
async function qualityOf(originals: Pictures, others: Pictures): Promise<Quality[]> {
  const { count, width, height } = originals;
  const qualities: Quality[] = [];
  for (let i = 0; i < count; i++) {
    const [clean, other] = [one(originals, i), one(others, i)];
    qualities.push({ psnr: psnr(clean, other), ssim: ssim(clean, other, width, height) });
    if (count > 1) await nextTask();
  }
  return qualities;
}

async function baselinesOf(
  { damage }: RestoreRequest,
  originals: Pictures,
  { lost }: Damaged,
  measured: Pictures,
): Promise<BaselineResult[]> {
  const results: BaselineResult[] = [];
  const { count, width, height } = originals;
  for (const name of baselinesFor[damage.kind]) {
    const pictures = { ...measured, rgb: new Uint8Array(measured.rgb.length) };
    for (let i = 0; i < count; i++) {
      const hole = lost?.subarray(i * width * height, (i + 1) * width * height);
      const filtered = baselineOf(name, damage, one(measured, i), { width, height }, hole ?? null);
      pictures.rgb.set(filtered, i * width * height * 3);
      if (count > 1) await nextTask();
    }
    results.push({ name, pictures, quality: await qualityOf(originals, pictures) });
  }
  return results;
}
