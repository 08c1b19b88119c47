/**
 * Damages pictures, repairs them and measures how near they come. It has its own random streams, so
 * that looking never changes training.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { withChannels } from '../ml/data/conversion.ts';
import type { PictureShape, PictureSize } from '../ml/data/description.ts';
import { type Damaged, damagePictures } from '../ml/diffusion/restore/damages.ts';
import { remainsOf } from '../ml/diffusion/restore/remains.ts';
import type { SampleStep, Turn } from '../ml/diffusion/sample.ts';
import { toBytes } from '../ml/pixels.ts';
import { type RandomStream, randomStream } from '../ml/random.ts';
import type { GenerateStep, Pictures, RepairProgress, RestoreRequest, RestoreResult } from '../workers/protocol.ts';
import { Film } from './film.ts';
import type { NetworkSnapshot } from './network.ts';
import { bytesOfPictures, picturesOf } from './pictures.ts';
import { byDiffusion, inOnePass, passesOfRequest } from './restore-methods.ts';
import { baselinesOf, qualityOf } from './restore-quality.ts';

export interface RestoreOptions {
  /** The training step that the result reports for the network. */
  readonly step: number;
  /**
   * Takes the device's lock for each part: one pass through the network or, for a larger picture,
   * one part of a pass.
   */
  readonly turn?: Turn;
  readonly onStep?: (step: Omit<GenerateStep, 'call'>) => void;
  /** For a picture that is larger than the network's. */
  readonly onProgress?: (progress: Omit<RepairProgress, 'call'>) => void;
}

/**
 * `request` has passed `parseRestore` and `checkedRestore`. Network and filters get the same input:
 * the shown picture, in bytes (of a smaller picture, its own pixels). Noise beyond [-1, 1] would
 * report more than a picture can hold (and than an uploaded one ever would); a network that has
 * learned from it does without it here. A picture larger than the network's is processed in parts.
 * Throws `value-invalid` for a smaller one, and for several of another size.
 */
export async function restorePictures(
  network: NetworkSnapshot,
  request: RestoreRequest,
  options: RestoreOptions,
): Promise<RestoreResult> {
  const { shape } = network;
  const { original, damage, seed } = request;
  const { width, height } = original;
  const clean = originalBytes(original, shape);
  const stream = randomStream(seed).fork('restore');
  const size = { width, height, channels: shape.channels };
  const damaged = damagePictures(clean, size, damage, stream);
  const { bytes, passes, milliseconds } = await repaired(network, request, { damaged, size, stream }, options);

  // From here on in the form in which they are shown.
  const originals = picturesOf(clean, size);
  const pictures = {
    // The request's own bytes belong to the caller.
    original: { ...originals, rgb: new Uint8Array(originals.rgb) },
    damaged: { ...picturesOf(damaged.shown, size) },
    restored: picturesOf(bytes, size),
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
    baselines: await baselinesOf(request, originals, damaged, picturesOf(damaged.measured, size)),
  };
}

/** In the network's channels. */
function originalBytes(original: Pictures, shape: PictureShape): Uint8Array<ArrayBuffer> {
  const { count, width, height, rgb } = original;
  const { side, channels } = shape;
  if (count > 1 || width < side || height < side) return bytesOfPictures(original, shape, 'original');
  return withChannels(rgb, 3, channels);
}

interface Repaired {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly passes: number;
  readonly milliseconds: number;
}

interface Subject {
  readonly damaged: Damaged;
  readonly size: PictureSize;
  readonly stream: RandomStream;
}

async function repaired(
  network: NetworkSnapshot,
  request: RestoreRequest,
  { damaged, size, stream }: Subject,
  { turn = (work) => work(), onStep, onProgress }: RestoreOptions,
): Promise<Repaired> {
  const film = onStep && new Film(request.original.count, size, onStep);
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
  const remains = await turn(async () => remainsOf(damaged, size, request.damage));
  let result: tf.Tensor4D | null = null;
  try {
    const parts = { turn, onParts: partsReporter(passesOfRequest(network, request), () => passes, onProgress) };
    const work = { ...{ damaged, size, remains, stream, turns, seen }, parts };
    result = await (network.kind === 'one-pass' ? inOnePass(network, work) : byDiffusion(network, request, work));
    const made = result;
    const [bytes] = await Promise.all([turn(() => toBytes(made)), film?.finished()]);
    return { bytes, passes: Math.max(1, passes), milliseconds: performance.now() - begun };
  } finally {
    await film?.close();
    result?.dispose();
    remains.dispose();
  }
}

/** Shortest interval in ms: a fast device computes hundreds of parts a second. */
const everyMs = 100;

/** `passed`: number of finished passes. */
function partsReporter(passes: number, passed: () => number, report: RestoreOptions['onProgress']) {
  let last = Number.NEGATIVE_INFINITY;
  return (part: number, parts: number): void => {
    const now = performance.now();
    const pass = passed() + 1;
    if (now - last < everyMs && !(pass === passes && part === parts)) return;
    last = now;
    report?.({ pass, passes, part, parts });
  };
}
