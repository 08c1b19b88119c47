/**
 * How much work may be in flight: given to the device, with its answer still to come. Two steps
 * keep a device busy that answers at once. Firefox answers only every 100 ms, in which a fast
 * device finishes many more steps. So the number grows when the device ran out of work before it
 * answered, and shrinks when most of the work was still to be computed when an answer came.
 */
import { nextTask } from './lock.ts';

/**
 * Work in flight takes the device at most about this long in ms, because Pause and everything that
 * looks wait for it. A slow device still gets `least`.
 */
const mostMs = 250;
/** A limit in case nothing else limits it. */
const mostCount = 128;
/** Idle times in ms that justify more work in flight; shorter ones are scheduling. */
const idleMs = 4;
/** Number of answers in a row that left most work to be computed. */
const calmAnswers = 16;

interface Entry {
  readonly answer: Promise<unknown>;
  readonly since: number;
  answered: boolean;
}

export class InFlight {
  /** Oldest first. */
  #entries: Entry[] = [];
  #depth: number;
  #calm = 0;
  #lastAnswer = Number.NEGATIVE_INFINITY;
  /**
   * Recent busy time in ms and number of steps computed in it; an answer counts half as much as the
   * next one.
   */
  #busyMs = 0;
  #computed = 0;

  /**
   * `least` are always allowed, however long they take; never more than `most`, for the sake of
   * memory. `now`: ms.
   */
  constructor(
    private readonly least: number,
    private readonly most = mostCount,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#depth = least;
  }

  /** Number of steps that are currently allowed. */
  get depth(): number {
    return this.#depth;
  }

  /** Something has been given to the device, after everything added before. */
  add(answer: Promise<unknown>): void {
    const entry = { answer, since: this.now(), answered: false };
    const done = (): void => {
      entry.answered = true;
    };
    answer.then(done, done);
    this.#entries.push(entry);
  }

  /** Resolves when one more is allowed. Rejects with the first answer that was an error. */
  async room(): Promise<void> {
    await this.#takeAnswered();
    while (this.#isFull()) {
      const asked = this.now();
      await this.#entries[0]?.answer;
      await nextTask(); // those that were answered with it are marked by then
      this.#adapt(this.now() - asked);
      await this.#takeAnswered();
    }
  }

  /** Resolves when all have been answered. Rejects with the first answer that was an error. */
  async empty(): Promise<void> {
    const entries = this.#entries;
    this.#entries = [];
    for (const { answer } of entries) await answer;
  }

  #isFull(): boolean {
    const { length } = this.#entries;
    const [oldest] = this.#entries;
    if (oldest === undefined || length < this.least) return false;
    // The second condition applies if the device has become slower since the depth was chosen.
    return length >= this.#depth || this.now() - oldest.since > mostMs;
  }

  #adapt(waitedMs: number): void {
    const now = this.now();
    const { length } = this.#entries;
    const answered = this.#entries.filter((entry) => entry.answered).length;
    const began = Math.max(this.#lastAnswer, this.#entries[0]?.since ?? now);
    this.#lastAnswer = now;
    this.#busyMs = this.#busyMs / 2 + now - began;
    this.#computed = this.#computed / 2 + answered;
    if (answered === length && waitedMs >= idleMs) {
      this.#depth *= 2;
      this.#calm = 0;
    } else if (2 * answered >= length) {
      this.#calm = 0;
    } else if (++this.#calm === calmAnswers) {
      this.#depth--;
      this.#calm = 0;
    }
    const affordable = Math.floor((mostMs * this.#computed) / this.#busyMs);
    this.#depth = Math.max(this.least, Math.min(this.#depth, this.most, affordable));
  }

  async #takeAnswered(): Promise<void> {
    for (let [entry] = this.#entries; entry?.answered; [entry] = this.#entries) {
      this.#entries.shift();
      await entry.answer;
    }
  }
}
