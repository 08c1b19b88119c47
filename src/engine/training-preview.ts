/**
 * Makes a preview: always the same eight test images with the same noise, and the clean images that
 * the network predicts.
 */
import * as tf from '@tensorflow/tfjs-core';
import { recipes, shownCounts } from '../ml/config.ts';
import type { DataSet } from '../ml/data/dataset.ts';
import { damage, restore } from '../ml/diffusion/one-pass.ts';
import { toBytes, toTensor } from '../ml/pixels.ts';
import { type RandomStream, randomStream } from '../ml/random.ts';
import type { Preview } from '../workers/protocol.ts';
import type { Looked } from './diffusion-preview.lazy.ts';
import type { CheckedLock } from './lock.ts';
import type { NetworkSnapshot, OnePassNetwork } from './network.ts';
import { joined, picturesOf } from './pictures.ts';
import type { Run } from './run.ts';

/**
 * Steps that are always shown. The network changes most at the beginning, and the visitor should
 * see that soon, even if a step takes seconds.
 */
const earlySteps: readonly number[] = [1, 2, 5, 10];

/**
 * Whether a preview follows the step (counted from 1): every `every` steps, and soon after the
 * start. `every` 0: never.
 */
export function isPreviewStep(step: number, every: number): boolean {
  return every > 0 && (step % every === 0 || earlySteps.includes(step));
}

export class Previewer {
  /**
   * Test images of the last set that was shown. Null until they have arrived; if their request
   * fails, the next preview repeats it.
   */
  #clean: { readonly dataSet: DataSet; readonly bytes: Uint8Array<ArrayBuffer> } | null = null;
  #asked = false;
  #busy = false;
  #failed = false;
  #closed = false;
  #forgone = false;
  #everAsked = false;

  /**
   * `run` is called under the lock, because the run may have been replaced in the meantime. While
   * `every` returns 0, no preview is made.
   */
  constructor(
    private readonly lock: CheckedLock,
    private readonly run: () => Run,
    private readonly every: () => number,
    private readonly emit: (preview: Preview) => void,
    private readonly fail: (error: unknown) => void,
  ) {}

  /** Whether a preview has been made or requested. */
  get asked(): boolean {
    return this.#everAsked;
  }

  /**
   * Makes a preview as soon as the device is free. Requests in the meantime become a single one.
   */
  ask(): void {
    if (this.every() === 0) return;
    this.#asked = true;
    this.#everAsked = true;
    if (this.#busy || this.#closed) return;
    this.#busy = true;
    this.#answer()
      .catch((error: unknown) => {
        if (!this.#failed) this.fail(error); // reported once, until a preview succeeds again
        this.#failed = true;
      })
      .finally(() => {
        this.#busy = false;
        if (this.#asked) this.ask(); // requested in the meantime
      });
  }

  async #answer(): Promise<void> {
    // Pressing Step requests a preview of the same step twice: when the step settles, and when
    // training rests.
    let made: { readonly run: Run; readonly step: number } | null = null;
    while (this.#asked) {
      this.#asked = false;
      this.#forgone = false;
      const { dataSet } = this.run();
      if (this.#clean?.dataSet !== dataSet) this.#clean = { dataSet, bytes: await loadClean(dataSet) };
      const { bytes } = this.#clean;
      const preview = await this.lock.take(async () => {
        const run = this.run();
        // Ask again if a run of another set has replaced this one.
        if (run.dataSet !== dataSet) this.#asked = true;
        const isShown = run === made?.run && run.submitted === made.step;
        if (this.#closed || this.#forgone || this.#asked || isShown) return null;
        const preview = await this.#make(run, bytes);
        made = { run, step: preview.step };
        return preview;
      });
      if (!preview) continue;
      this.#failed = false;
      this.emit(preview);
    }
  }

  /** Drops a preview that has not begun, unless it is requested again. */
  forgo(): void {
    this.#asked = false;
    this.#forgone = true;
  }

  /** The network is about to be freed: drops a preview that has not begun. */
  close(): void {
    this.#closed = true;
    this.#asked = false;
  }

  async #make(run: Run, clean: Uint8Array<ArrayBuffer>): Promise<Preview> {
    const { dataSet } = run;
    const step = run.submitted;
    const stream = randomStream(run.experiment.seed).fork('preview');
    const network = run.networkSnapshot('raw');
    try {
      const look = await lookOf(network);
      const { noisy, output, timesteps } = look(clean, dataSet.labels('test'), stream);
      try {
        const [noisyBytes, outputBytes] = await Promise.all([toBytes(noisy), toBytes(output)]);
        const { shape } = network;
        const pictures = { noisy: picturesOf(noisyBytes, shape), output: picturesOf(outputBytes, shape) };
        return { step, timesteps, clean: picturesOf(clean.slice(), shape), ...pictures };
      } finally {
        tf.dispose([noisy, output]);
      }
    } finally {
      network.dispose();
    }
  }
}

export async function loadClean(dataSet: DataSet): Promise<Uint8Array<ArrayBuffer>> {
  const count = Math.min(shownCounts.preview, dataSet.labels('test').length);
  return joined(await Promise.all(Array.from({ length: count }, (_, i) => dataSet.image('test', i))));
}

/** `labels` may be longer than the images. */
type Look = (clean: Uint8Array, labels: ArrayLike<number>, stream: RandomStream) => Looked;

export async function lookOf(network: NetworkSnapshot): Promise<Look> {
  if (network.kind === 'one-pass') return (clean, _, stream) => inOnePass(network, clean, stream);
  // Loaded late, with everything that a diffusion network needs.
  const { atEveryLevel } = await import('./diffusion-preview.lazy.ts');
  return (clean, labels, stream) => atEveryLevel(network, clean, labels, stream);
}

function inOnePass({ model, shape }: OnePassNetwork, clean: Uint8Array, stream: RandomStream): Looked {
  const noisy = tf.tidy(() => damage(toTensor(clean, shape), recipes.article.noiseStd, stream));
  return { noisy, output: restore(model, noisy), timesteps: null };
}
