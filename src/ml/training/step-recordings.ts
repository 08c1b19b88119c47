/**
 * A step of one batch size does the same every time with other numbers. The numbers are written,
 * and the rest is recorded once and replayed. Only one size is recorded, the largest so far,
 * because a recording keeps the memory of a whole step. The last batch of an epoch is smaller and
 * is computed.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { DeviceImages } from '../data/device-images.ts';
import { webgpuBackend } from '../device/current-backend.ts';
import { createReplayable, type Replayable } from '../device/replay.ts';
import type { StepBatch } from './learner.ts';

/**
 * A step for batches of one size, whose images are either all on the device in the same place or
 * all sent.
 */
export interface SizedStep {
  /** Writes the numbers that change from step to step. */
  write(batch: StepBatch): void;
  /** Call it in a `tf.tidy`. Depends only on what was written and on the weights. */
  compute(): tf.Tensor1D;
  dispose(): void;
}

export type MakeSizedStep = (count: number, stored: DeviceImages | null) => SizedStep;

interface KnownStep {
  readonly stored: DeviceImages | null;
  readonly step: SizedStep;
}

export class StepRecordings {
  readonly #steps = new Map<number, KnownStep>();
  #recorded: { readonly step: SizedStep; readonly count: number; readonly replayable: Replayable } | null = null;

  constructor(private readonly make: MakeSizedStep) {}

  /**
   * Writes the numbers of the batch; `run` then takes the step. Work that must not be recorded goes
   * between the two.
   */
  write(batch: StepBatch): { run(): tf.Tensor1D } {
    const count = batch.labels.length;
    const step = this.#stepOf(count, 'stored' in batch ? batch.stored : null);
    step.write(batch);
    return { run: () => this.#run(step, count) };
  }

  /** Whether this batch's step is recorded already and makes nothing on the device. */
  isReplayed(batch: StepBatch): boolean {
    const step = this.#steps.get(batch.labels.length);
    const isSame = step !== undefined && step.stored === ('stored' in batch ? batch.stored : null);
    return isSame && this.#recorded?.step === step.step && this.#recorded.replayable.dispatches > 0;
  }

  /** Frees everything. It is made again on the next use. */
  dispose(): void {
    this.#recorded?.replayable.dispose();
    this.#recorded = null;
    for (const { step } of this.#steps.values()) step.dispose();
    this.#steps.clear();
  }

  #run(step: SizedStep, count: number): tf.Tensor1D {
    const compute = () => tf.tidy(() => step.compute());
    if (count > (this.#recorded?.count ?? 0)) {
      this.#recorded?.replayable.dispose();
      webgpuBackend()?.pace.startOver();
      this.#recorded = { step, count, replayable: createReplayable(compute, `train step of ${count}`) };
    }
    return this.#recorded?.step === step ? (this.#recorded.replayable.run() as tf.Tensor1D) : compute();
  }

  #stepOf(count: number, stored: DeviceImages | null): SizedStep {
    const known = this.#steps.get(count);
    if (known?.stored === stored) return known.step;
    // The images have moved to the device since.
    if (known) this.#forget(count, known.step);
    const step = this.make(count, stored);
    this.#steps.set(count, { stored, step });
    return step;
  }

  #forget(count: number, step: SizedStep): void {
    if (this.#recorded?.step === step) {
      this.#recorded.replayable.dispose();
      this.#recorded = null;
    }
    step.dispose();
    this.#steps.delete(count);
  }
}
