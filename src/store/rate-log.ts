import type { RunStatus } from '../workers/protocol.ts';

/** A change of the learning rate during the run. */
export interface RateChange {
  /** The last step with the old rate. */
  readonly after: number;
  readonly from: number;
  readonly to: number;
}

/** The changes of the learning rate in the current run. */
export class RateLog {
  #runId = '';
  #rate = 0;
  #changes: readonly RateChange[] = [];

  /** Returns the same array until there is another change. */
  note({ runId, learningRate, step }: Pick<RunStatus, 'runId' | 'learningRate' | 'step'>): readonly RateChange[] {
    if (runId !== this.#runId || step === 0) {
      this.#runId = runId;
      if (this.#changes.length > 0) this.#changes = [];
    } else if (learningRate !== this.#rate) {
      // After a crash the run may have gone back to a step before some of the changes.
      const before = this.#changes.filter(({ after }) => after <= step);
      this.#changes = [...before, { after: step, from: this.#rate, to: learningRate }];
    }
    this.#rate = learningRate;
    return this.#changes;
  }

  /**
   * Adds the changes that an earlier visit recorded for the current run, before those of this
   * visit.
   */
  bring(earlier: readonly RateChange[]): readonly RateChange[] {
    const first = this.#changes[0]?.after ?? Number.POSITIVE_INFINITY;
    const before = earlier.filter(({ after }) => after < first);
    if (before.length > 0) this.#changes = [...before, ...this.#changes];
    return this.#changes;
  }
}
