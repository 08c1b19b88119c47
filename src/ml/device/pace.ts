/**
 * How much goes to the device in one submit. Windows resets a GPU that works on one submit for two seconds, which the small ones need for a single step. The
 * device's own times decide how many dispatches are submitted together: as many as tfjs does on a fast one.
 */
import type { Answers } from './answers.ts';

/** tfjs' own WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE. */
const most = 15;
/** As long as nothing is known of the device, or of work of this size. */
const unmeasured = 4;
/** Submits in a row that the estimate is made of: it is their slowest. */
const remembered = 16;
/** Submits whose end is waited for at the same time. */
const mostPending = 256;
/** Of submits far below the limit one of so many is measured. */
const sparsely = 8;

export class Pace {
  /** ms that a submit may be expected to take at most. Tests lower it. */
  limitMs = 200;
  /** Dispatches that a computed run submits together. */
  dispatches = unmeasured;
  /** ms a dispatch; the newest last. */
  #measured: number[] = [];
  #pending = 0;
  #submits = 0;
  /** When the last submit that was measured was done. */
  #done = 0;

  constructor(
    private readonly answers: Answers,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** What comes may be larger than all before. */
  startOver(): void {
    this.dispatches = unmeasured;
    this.#measured = [];
  }

  /** A computed run has just submitted so many dispatches. */
  submitted(dispatches: number): void {
    const isFast = this.dispatches === most && this.#submits++ % sparsely !== 0;
    if (dispatches === 0 || isFast || this.#pending === mostPending) return;
    const given = this.now();
    this.#pending++;
    const measure = (): void => {
      this.#pending--;
      const now = this.now();
      this.#note((now - Math.max(given, this.#done)) / dispatches);
      this.#done = now;
    };
    this.answers.workDone().then(measure, () => {}); // of a device that is lost, which others tell of
  }

  #note(msEach: number): void {
    this.#measured.push(msEach);
    if (this.#measured.length > remembered) this.#measured.shift();
    const slowest = Math.max(...this.#measured);
    // Half the limit: the next ones may be the slower.
    this.dispatches = Math.max(1, Math.min(most, Math.floor(this.limitMs / 2 / slowest)));
  }
}
