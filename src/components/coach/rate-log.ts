import type { RateChange } from '../../coach/reading.ts';
import type { RunStatus } from '../../store/index.ts';

/** Where the learning rate was changed in the run on show. */
export class RateLog {
  #runId = '';
  #rate = 0;
  #changes: RateChange[] = [];

  note({ runId, learningRate, step }: Pick<RunStatus, 'runId' | 'learningRate' | 'step'>): void {
    if (runId !== this.#runId || step === 0) {
      this.#runId = runId;
      this.#changes = [];
    } else if (learningRate !== this.#rate) {
      this.#changes.push({ after: step, from: this.#rate, to: learningRate });
    }
    this.#rate = learningRate;
  }

  of(runId: string): readonly RateChange[] {
    return runId === this.#runId ? this.#changes : [];
  }
}
