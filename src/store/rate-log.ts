import type { RunStatus } from '../workers/protocol.ts';

/** The learning rate was set anew while the run went on. */
export interface RateChange {
  /** The last step before it. */
  readonly after: number;
  readonly from: number;
  readonly to: number;
}

/** Where that happened in the run on show. */
export class RateLog {
  #runId = '';
  #rate = 0;
  #changes: readonly RateChange[] = [];

  /** The same array until there is another change. */
  note({ runId, learningRate, step }: Pick<RunStatus, 'runId' | 'learningRate' | 'step'>): readonly RateChange[] {
    if (runId !== this.#runId || step === 0) {
      this.#runId = runId;
      if (this.#changes.length > 0) this.#changes = [];
    } else if (learningRate !== this.#rate) {
      // After a crash the run may have gone back behind some.
      const before = this.#changes.filter(({ after }) => after <= step);
      this.#changes = [...before, { after: step, from: this.#rate, to: learningRate }];
    }
    this.#rate = learningRate;
    return this.#changes;
  }

  /** Changes of the run on show that were noted on an earlier visit: they come before those of this one. */
  bring(earlier: readonly RateChange[]): readonly RateChange[] {
    const first = this.#changes[0]?.after ?? Number.POSITIVE_INFINITY;
    const before = earlier.filter(({ after }) => after < first);
    if (before.length > 0) this.#changes = [...before, ...this.#changes];
    return this.#changes;
  }
}
