/**
 * How much work goes to the device in one submit. Windows resets a GPU that works on one submit for
 * two seconds, and a small GPU may need that long for a single step. The device's measured times
 * determine how many dispatches are submitted together; a fast device gets as many as tfjs submits.
 */
import type { Answers } from './answers.ts';

/** tfjs' own WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE. */
const most = 15;
/** Used until the device has been measured, or measured with work of this size. */
const unmeasured = 4;
/** The slowest of this many submits in a row is the estimate. */
const remembered = 16;
/** At most this many submits are being measured at the same time. */
const mostPending = 256;
/** If submits are far below the limit, only one in this many is measured. */
const sparsely = 8;

export class Pace {
  /** Longest expected duration of a submit, in ms. Tests lower it. */
  limitMs = 200;
  /** Number of dispatches that a computed run submits together. */
  dispatches = unmeasured;
  /** Times in ms per dispatch; the newest is last. */
  #measured: number[] = [];
  #pending = 0;
  #submits = 0;
  /** When the last measured submit finished. */
  #done = 0;

  constructor(
    private readonly answers: Answers,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Forgets all measurements, because the coming work may be larger than all work so far. */
  startOver(): void {
    this.dispatches = unmeasured;
    this.#measured = [];
  }

  /** Call this when a computed run has submitted this many dispatches. */
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
    // The wait fails if the device is lost, which is reported elsewhere.
    this.answers.workDone().then(measure, () => {});
  }

  #note(msEach: number): void {
    this.#measured.push(msEach);
    if (this.#measured.length > remembered) this.#measured.shift();
    const slowest = Math.max(...this.#measured);
    // Aims at half the limit, because the next dispatches may be slower.
    this.dispatches = Math.max(1, Math.min(most, Math.floor(this.limitMs / 2 / slowest)));
  }
}
