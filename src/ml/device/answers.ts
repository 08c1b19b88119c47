/**
 * Firefox looks only every 100 ms whether its device is done (https://bugzilla.mozilla.org/show_bug.cgi?id=1870699), and whenever something is submitted. On
 * a device that answers late like that, empty lists of commands are submitted for as long as anybody waits.
 */

/** Submits while somebody waits, in ms. */
const everyMs = 4;
/** A device that has nothing to do answers before that. Timers in a row: a thread that was busy finds answers before the second of them. */
const promptTimers = 3;
const timerMs = 10;

export class Answers {
  #late = false;
  #waiting = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly queue: GPUQueue) {}

  /** Finds out whether the device answers late. Before it is given anything to do. */
  async probe(): Promise<void> {
    // From one look of the browser to the next.
    await this.queue.onSubmittedWorkDone();
    let answered = false;
    const answer = this.queue.onSubmittedWorkDone().then(() => {
      answered = true;
    });
    for (let timer = 0; timer < promptTimers && !answered; timer++) {
      await new Promise((resolve) => setTimeout(resolve, timerMs));
    }
    this.#late = !answered;
    await answer;
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
