/**
 * Firefox looks only every 100 ms whether its device is done (https://bugzilla.mozilla.org/show_bug.cgi?id=1870699), and whenever something is submitted. On
 * a device that answers late like that, empty lists of commands are submitted for as long as anybody waits.
 */

/** Submits while somebody waits, in ms. */
const everyMs = 4;
/** A device that has nothing to do answers before that. Timers in a row: a thread that was busy finds answers before the second of them. */
const promptTimers = 3;
const timerMs = 10;
/** Three timers and what they are late by. Where they took longer the thread was busy, and an answer may have come late unseen: asked again. */
const surelyMs = 60;
const mostProbes = 5;

export class Answers {
  #late = false;
  #waiting = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly queue: GPUQueue) {}

  /** Finds out whether the device answers late. Before it is given anything to do. */
  async probe(): Promise<void> {
    for (let probe = 0; probe < mostProbes; probe++) {
      // From one look of the browser to the next.
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
