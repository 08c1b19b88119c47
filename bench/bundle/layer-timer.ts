/**
 * Times one direction of one layer with any kernel variant. The kernel is replayed, so that
 * JavaScript adds nothing to the time.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { tidy } from '@tensorflow/tfjs-core';
import type { Device } from '../../src/ml/device/device.ts';
import { createReplayable } from '../../src/ml/device/replay.ts';
import type { ConvolutionVariant } from '../../src/ml/kernels/conv2d/variants.ts';
import type { ConvolutionLayer } from '../cases/convolution-layers.ts';
import { type Direction, differenceOf, LayerTensors } from './layers.ts';

/** Wanted duration of a measured submission in ms: far longer than submitting takes on any GPU. */
const enough = 5;
const mostRepeats = 16;
const rounds = 4;
/** The first runs are computed and recorded, not replayed. */
const warmUps = 3;
/** Duration of one kernel in ms from which the JavaScript that submits it is negligible. */
const long = 30;

export class LayerTimer {
  readonly #tensors: LayerTensors;
  readonly #expected: tf.Tensor;

  /** `reference`: the variant whose result the others must reproduce. */
  constructor(
    private readonly device: Device,
    layer: ConvolutionLayer,
    batch: number,
    private readonly direction: Direction,
    reference: ConvolutionVariant,
  ) {
    this.#tensors = new LayerTensors(layer, batch);
    this.#expected = tidy(() => this.#tensors.ours(direction, reference));
  }

  /** The largest relative difference from the reference. */
  async difference(variant: ConvolutionVariant): Promise<number> {
    const actual = tidy(() => this.#tensors.ours(this.direction, variant));
    try {
      return await differenceOf(actual, this.#expected);
    } finally {
      actual.dispose();
    }
  }

  /** The time of the fastest round. */
  async milliseconds(variant: ConvolutionVariant): Promise<number> {
    const kernel = () => this.#tensors.ours(this.direction, variant);
    await this.#timeOf(() => tidy(kernel)); // compiles
    const once = await this.#timeOf(() => tidy(kernel));
    if (once > long) return once;
    const repeats = Math.max(1, Math.min(mostRepeats, Math.ceil(enough / once)));
    const repeated = createReplayable(() => {
      let result = kernel();
      for (let i = 1; i < repeats; i++) {
        result.dispose();
        result = kernel();
      }
      return result;
    }, 'a convolution');
    try {
      let least = Number.POSITIVE_INFINITY;
      for (let round = -warmUps; round < rounds; round++) {
        const time = await this.#timeOf(() => repeated.run());
        if (round >= 0) least = Math.min(least, time);
      }
      return least / repeats;
    } finally {
      repeated.dispose();
    }
  }

  async #timeOf(run: () => tf.Tensor): Promise<number> {
    const start = performance.now();
    run().dispose();
    await this.device.idle();
    return performance.now() - start;
  }

  dispose(): void {
    this.#tensors.dispose();
    this.#expected.dispose();
  }
}
