/**
 * Firefox checks only every 100 ms, and whenever something is submitted, whether its device has
 * finished (https://bugzilla.mozilla.org/show_bug.cgi?id=1870699). On a device that answers as late
 * as that, empty lists of commands are submitted for as long as anybody waits.
 */

/** Interval between such submits, in ms. */
const everyMs = 4;
/**
 * An idle device answers before this many timers in a row have fired. A thread that was busy sees
 * the answer before the second timer.
 */
const promptTimers = 3;
const timerMs = 10;
/**
 * Three timers and their usual delay. If they took longer the thread was busy and a late answer may
 * have gone unnoticed, so the probe is repeated.
 */
const surelyMs = 60;
const mostProbes = 5;

export class Answers {
  #late = false;
  #waiting = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly queue: GPUQueue) {}

  /** Finds out whether the device answers late. Call it before the device has any work. */
  async probe(): Promise<void> {
    for (let probe = 0; probe < mostProbes; probe++) {
      // Waits for one check of the browser, so that the next measurement starts right after it.
      await this.queue.onSubmittedWorkDone();
      const began = performance.now();
      let answered = false;
      const answer = this.queue.onSubmittedWorkDone().then(() => {
        answered = true;
      });
      for (let timer = 0; timer < promptTimers && !answered; timer++) {
        await new Promise((resolve) => setTimeout(resolve, timerMs));
      }
      const isSure = !answered || performance.now() - began < surelyMs;
      this.#late = !answered;
      await answer;
      if (isSure) return;
    }
  }

  /** Resolves when the device has done all that was submitted until now. */
  workDone(): Promise<undefined> {
    return this.soon(this.queue.onSubmittedWorkDone());
  }

  /** The answer, as soon as the device has it. */
  async soon<Answer>(answer: Promise<Answer>): Promise<Answer> {
    if (!this.#late) return answer;
    this.#waiting++;
    this.#timer ??= setInterval(() => this.queue.submit([]), everyMs);
    try {
      return await answer;
    } finally {
      if (--this.#waiting === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }
}
