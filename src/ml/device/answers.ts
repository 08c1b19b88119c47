/**
 * Firefox checks only every 100 ms, and whenever something is submitted, whether its device has
 * finished (https://bugzilla.mozilla.org/show_bug.cgi?id=1870699). On a device that answers so
 * late, we submit empty command lists while anybody waits for an answer.
 */

/** Interval between these submits in ms. */
const everyMs = 4;
/**
 * A prompt device that is idle answers before this many timers in a row have fired. If only the
 * thread was busy, it sees the answer before the second timer.
 */
const promptTimers = 3;
const timerMs = 10;
/**
 * Longest duration in ms of a probe that can be trusted: three timers with their usual delay. If it
 * took longer, the thread was busy and may have missed a late answer, so the probe is repeated.
 */
const surelyMs = 60;
const mostProbes = 5;
/**
 * Number of prompt answers that prove a prompt device. One is not enough, because it may coincide
 * with the browser's check.
 */
const promptProbes = 2;

export class Answers {
  #late = false;
  #waiting = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly queue: GPUQueue) {}

  /**
   * Finds out whether the device answers late. Takes at most five times two answers and 30 ms.
   * Nothing may be submitted to the device until this has resolved.
   */
  async probe(): Promise<void> {
    let prompt = 0;
    for (let probe = 0; probe < mostProbes && prompt < promptProbes; probe++) {
      // Waits for one of the browser's checks, so that the measurement starts right after it.
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

  /** Resolves when the device has done everything that has been submitted so far. */
  workDone(): Promise<undefined> {
    return this.soon(this.queue.onSubmittedWorkDone());
  }

  /** Resolves to the answer as soon as the device has it. */
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
