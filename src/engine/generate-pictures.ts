/** Pictures from noise. It has its own random streams, so that looking never changes training. */
import * as tf from '@tensorflow/tfjs-core';
import { type ClassBlend, type Denoiser, guided, type Label } from '../ml/diffusion/denoiser.ts';
import { pureNoise, restore } from '../ml/diffusion/one-pass.ts';
import { sample, type Turn } from '../ml/diffusion/sample.ts';
import { samplerConfig } from '../ml/diffusion/sampler-config.ts';
import { partsOf, walkNoise } from '../ml/diffusion/walk.ts';
import type { Model } from '../ml/models/model.ts';
import { toBytes, toTensor } from '../ml/pixels.ts';
import { type RandomStream, randomStream } from '../ml/random.ts';
import type { GenerateRequest, GenerateResult, GenerateStep, Sampling, Walk } from '../workers/protocol.ts';
import { Film } from './film.ts';
import { atOnce, inParts } from './in-parts.ts';
import type { DiffusionNetwork, NetworkSnapshot, OnePassNetwork } from './network.ts';
import { bytesOfPictures, joined, picturesOf } from './pictures.ts';

export interface GenerateOptions extends Pick<GenerateRequest, 'seed' | 'count' | 'walk' | 'from'> {
  /** The result of `checkedSampling(...)`: null if the network answers in one pass. */
  readonly sampling: Sampling | null;
  /** The training step that the result reports for the network. */
  readonly step: number;
  /** Takes the device's lock for each part: a few pictures, or one step of the sampler. */
  readonly turn?: Turn;
  readonly onStep?: (step: Omit<GenerateStep, 'call'>) => void;
  /**
   * Gets the numbers behind the pictures of a diffusion network: standard Gaussian noise and the
   * sample, not clamped. They are freed once the promise has settled.
   */
  readonly onResult?: (numbers: { readonly noise: tf.Tensor4D; readonly samples: tf.Tensor4D }) => Promise<void>;
}

/** The network must not change before the last part is done. */
export async function generatePictures(network: NetworkSnapshot, options: GenerateOptions): Promise<GenerateResult> {
  const { seed, count, sampling, step, turn = (look) => look() } = options;
  const { shape } = network;
  const stream = randomStream(seed).fork('generate');
  if (network.kind === 'one-pass') {
    const { noise, samples } = await inOnePass(network, count, stream, turn);
    return { step, seed, sampling: null, noise: picturesOf(noise, shape), samples: picturesOf(samples, shape) };
  }
  if (!sampling) throw new Error('a diffusion network is sampled from step by step');
  const { noise, samples } = await stepByStep(network, { ...options, sampling, turn }, stream);
  return { step, seed, sampling, noise: picturesOf(noise, shape), samples: picturesOf(samples, shape) };
}

interface Generated {
  readonly noise: Uint8Array<ArrayBuffer>;
  readonly samples: Uint8Array<ArrayBuffer>;
}

/**
 * Pictures that the article's network makes at a time: few, so that a cancelled call ends soon and
 * training waits little.
 */
const perPass = 8;

async function inOnePass(
  { model, shape }: OnePassNetwork,
  count: number,
  stream: RandomStream,
  turn: Turn,
): Promise<Generated> {
  const noise = await turn(async () => pureNoise(shape, count, stream));
  try {
    const noiseBytes = await turn(() => toBytes(noise));
    const parts: Uint8Array[] = [];
    for (let first = 0; first < count; first += perPass) {
      parts.push(await turn(() => answersTo(model, noise, first, Math.min(perPass, count - first))));
    }
    return { noise: noiseBytes, samples: joined(parts) };
  } finally {
    noise.dispose();
  }
}

async function answersTo(model: Model, noise: tf.Tensor4D, first: number, count: number): Promise<Uint8Array> {
  return bytesOf(tf.tidy(() => restore(model, tf.slice(noise, [first, 0, 0, 0], [count, -1, -1, -1]))));
}

async function stepByStep(
  { denoiser, scheduler, shape }: DiffusionNetwork,
  options: GenerateOptions & { readonly sampling: Sampling; readonly turn: Turn },
  stream: RandomStream,
): Promise<Generated> {
  const { seed, count, walk, from, turn, onResult } = options;
  const { sampler, steps, eta, guidance, classIndex } = options.sampling;
  // The sampler's own noise, before it is scaled for its scheduler.
  const noise = await turn(async () =>
    walk ? walkNoise(shape, count, noiseOf(seed), noiseOf(walk.seed)) : pureNoise(shape, count, stream.fork('initial')),
  );
  const film = options.onStep && new Film(count, shape, options.onStep);
  let pictures: tf.Tensor4D | null = null;
  let original: tf.Tensor4D | null = null;
  try {
    const noiseBytes = await turn(() => toBytes(noise));
    if (from) original = await turn(async () => toTensor(bytesOfPictures(from.original, shape, 'original'), shape));
    const label = walk ? classesOfWalk(denoiser, count, classIndex, walk) : classIndex;
    const samples = await sample(inParts(guided(denoiser, label, guidance), atOnce(shape)), {
      noise,
      ...(from && original && { from: { original, timestep: from.timestep } }),
      scheduler: samplerConfig(scheduler, sampler),
      steps,
      eta,
      shape,
      count,
      stream,
      turn: async (work) => {
        await film?.room();
        return turn(work);
      },
      ...(film && { onStep: async (step) => film.add(step) }),
    });
    pictures = samples;
    await onResult?.({ noise, samples });
    const [samplesBytes] = await Promise.all([turn(() => toBytes(samples)), film?.finished()]);
    return { noise: noiseBytes, samples: samplesBytes };
  } finally {
    await film?.close();
    for (const tensor of [noise, original, pictures]) tensor?.dispose();
  }
}

/** The stream of the initial noise for a seed. */
const noiseOf = (seed: number): RandomStream => randomStream(seed).fork('generate').fork('initial');

/**
 * All pictures of a walk count as first pictures: a network that must have a class gets the first
 * class.
 */
function classesOfWalk({ answersWithoutClass }: Denoiser, count: number, classIndex: Label, walk: Walk) {
  const from = classIndex ?? (answersWithoutClass ? null : 0);
  const to = walk.classIndex ?? from;
  if (from === null || to === null || from === to) return partsOf(count).map(() => from);
  return partsOf(count).map((part): ClassBlend => ({ from, to, part }));
}

/** Disposes of the tensor. */
async function bytesOf(pictures: tf.Tensor4D): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await toBytes(pictures);
  } finally {
    pictures.dispose();
  }
}
