/**
 * How much may be in flight: given to the device, with its answer still to come. Two steps keep a device busy that answers at once. Firefox answers
 * only every 100 ms, in which a fast device is done with many more; so the number grows where the device ran out of work before it answered, and falls
 * back where most of it is still to be computed when an answer comes.
 */
import { nextTask } from './lock.ts';

/** What is in flight takes the device about so many ms at most: Pause and whoever looks wait for it. A slow device has `least` all the same. */
const mostMs = 250;
/** A bound where nothing else is one. */
const mostCount = 128;
/** Waits, in ms, that are worth having more in flight: less is scheduling. */
const idleMs = 4;
/** Answers in a row that left most to be computed. */
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
  /** Lately, an answer before counting half: ms, and how many were computed in them. */
  #busyMs = 0;
  #computed = 0;

  /** `least` are allowed however long they take, and never more than `most`: for the sake of memory. `now`: ms. */
  constructor(
    private readonly least: number,
    private readonly most = mostCount,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#depth = least;
  }

  /** How many are allowed at present. */
  get depth(): number {
    return this.#depth;
  }

  /** Something has been given to the device, after all that was added before. */
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
    // The second holds where the device has become slower since the depth was chosen.
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
