/**
 * Reads back what submitted steps measured. The numbers are handled in the order of the steps,
 * whatever the order of the device's answers.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { type Measured, readMeasured } from '../ml/training/optimizer.ts';

export class OrderedReads {
  readonly #unfinished = new Set<Promise<unknown>>();
  /** Resolves when the newest step's numbers have been read, or reading failed. */
  #newest: Promise<unknown> = Promise.resolve();

  /**
   * Reads the numbers of a step and frees their tensor. Resolves with what `handle` returns;
   * `failed` is called where reading failed, and the result then rejects.
   */
  add<Result>(numbers: tf.Tensor1D, handle: (measured: Measured) => Result, failed: () => void): Promise<Result> {
    const earlier = this.#newest;
    const read = Promise.all([readMeasured(numbers), earlier]);
    this.#newest = read.catch(() => {}); // a caller that awaits the step gets the failure
    const handled = read.then(
      ([measured]) => handle(measured),
      async (error: unknown) => {
        await earlier;
        failed();
        throw error;
      },
    );
    const result = handled.finally(() => {
      numbers.dispose();
      this.#unfinished.delete(result);
    });
    this.#unfinished.add(result);
    result.catch(() => {}); // a caller that awaits the step gets the failure
    return result;
  }

  /** Waits for all, whether they succeed or fail. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#unfinished);
  }
}
