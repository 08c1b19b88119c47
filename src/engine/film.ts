/**
 * The steps of a sampler, for the page: each is read while the device computes the next, and they
 * are sent in order.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type PictureShape, type PictureSize, pictureSize } from '../ml/data/description.ts';
import type { SampleStep } from '../ml/diffusion/sample.ts';
import { toBytes } from '../ml/pixels.ts';
import type { GenerateStep } from '../workers/protocol.ts';
import { InFlight } from './in-flight.ts';
import { picturesOf } from './pictures.ts';

/**
 * On a slow device, a step has been computed and read before the next is submitted, so that a
 * cancelled call ends soon.
 */
const leastInFlight = 1;
/** Largest size of everything that is being read. */
const mostBytes = 32 * 1024 * 1024;
/**
 * The noisy sample and the predicted image, each on the device and as a mapped copy in the browser.
 */
const bytesPerNumber = 2 * 2 * Float32Array.BYTES_PER_ELEMENT;

export class Film {
  readonly #flying: InFlight;
  #sent = Promise.resolve();
  #closed = false;

  /** `count`: pictures of one shape. */
  constructor(
    count: number,
    private readonly shape: PictureShape | PictureSize,
    private readonly send: (step: Omit<GenerateStep, 'call'>) => void,
  ) {
    const bytes = bytesPerNumber * pictureSize(shape) * count;
    this.#flying = new InFlight(leastInFlight, Math.max(1, Math.floor(mostBytes / bytes)));
  }

  /** Resolves when another step may be submitted. Rejects if a step could not be read. */
  room(): Promise<void> {
    return this.#flying.room();
  }

  /** The tensors belong to the caller, who may dispose of them at once. */
  add({ index, total, timestep, noisy, predicted }: SampleStep): void {
    const read = Promise.all([bytesOf(noisy), bytesOf(predicted)]);
    const sent = Promise.all([read, this.#sent]).then(([[noisyBytes, predictedBytes]]) => {
      if (this.#closed) return;
      const pictures = { noisy: picturesOf(noisyBytes, this.shape), predicted: picturesOf(predictedBytes, this.shape) };
      this.send({ index, total, timestep, ...pictures });
    });
    sent.catch(() => {}); // a caller that awaits `room` or `finished` gets the failure
    this.#sent = sent;
    this.#flying.add(sent);
  }

  /** Resolves when all steps have been sent. */
  finished(): Promise<void> {
    return this.#flying.empty();
  }

  /** Sends nothing more. Resolves when nothing is being read. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#sent.catch(() => {});
  }
}

/** Reads a clone, which lives until then. */
async function bytesOf(pictures: tf.Tensor4D): Promise<Uint8Array<ArrayBuffer>> {
  const own = tf.clone(pictures);
  try {
    return await toBytes(own);
  } finally {
    own.dispose();
  }
}
