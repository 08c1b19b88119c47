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
/** Prompt answers that it takes: a single one may have met the browser's check by chance. */
const promptProbes = 2;

export class Answers {
  #late = false;
  #waiting = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly queue: GPUQueue) {}

  /**
   * Finds out whether the device answers late: at most five times two answers and 30 ms. Until it
   * has resolved, nothing may be submitted to the device.
   */
  async probe(): Promise<void> {
    let prompt = 0;
    for (let probe = 0; probe < mostProbes && prompt < promptProbes; probe++) {
      // Waits for one check of the browser, so that the next measurement starts right after it.
      await this.queue.onSubmittedWorkDone();
      const began = performance.now();
      let answered = false;
      const answer = this.queue.onSubmittedWorkDone().then(() => {
        answered = true;
      });
      for (let timer = 0; timer < promptTimers && !answered; timer++) {
        await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, timerMs))]);
      }
      this.#late = !answered;
      await answer;
      if (this.#late) return;
      if (performance.now() - began < surelyMs) prompt++;
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
