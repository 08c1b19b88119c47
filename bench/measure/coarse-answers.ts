/**
 * Simulates a device that answers late. Some browsers check only ten times a second, and whenever
 * something is submitted, what their device has finished (Firefox,
 * https://bugzilla.mozilla.org/show_bug.cgi?id=1870699). Wraps the real device, so that training
 * and sampling can be measured as in such a browser.
 */

/**
 * `ticks`: answers arrive only at multiples of the interval. `ticks-and-submits`: also at each
 * submit, as in Firefox.
 */
export const answerModes = ['prompt', 'ticks', 'ticks-and-submits'] as const;
export type AnswerMode = (typeof answerModes)[number];

export class CoarseAnswers {
  mode: AnswerMode = 'prompt';
  /** Number of ticks of the interval's timer at which answers were delivered. */
  ticks = 0;
  /** Resolves the promises that have finished but whose answer is held back. */
  #held: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #restore: () => void;

  /** Wraps WebGPU's prototypes until `dispose`. */
  constructor(public intervalMs: number) {
    const { mapAsync } = GPUBuffer.prototype;
    const { onSubmittedWorkDone, submit } = GPUQueue.prototype;
    const late = <T>(promise: Promise<T>): Promise<T> => this.#late(promise);
    const answerSome = () => this.#submitted();
    GPUBuffer.prototype.mapAsync = function (...given) {
      return late(mapAsync.apply(this, given));
    };
    GPUQueue.prototype.onSubmittedWorkDone = function () {
      return late(onSubmittedWorkDone.call(this));
    };
    GPUQueue.prototype.submit = function (buffers) {
      submit.call(this, buffers);
      answerSome();
    };
    this.#restore = () => {
      GPUBuffer.prototype.mapAsync = mapAsync;
      Object.assign(GPUQueue.prototype, { onSubmittedWorkDone, submit });
    };
  }

  dispose(): void {
    this.#restore();
    this.#answer();
  }

  async #late<T>(promise: Promise<T>): Promise<T> {
    const result = await promise;
    if (this.mode === 'prompt') return result;
    await new Promise<void>((resolve) => {
      this.#held.push(resolve);
      this.#timer ??= setTimeout(() => this.#tick(), this.#msToTick());
    });
    return result;
  }

  /**
   * A timer may fire a millisecond early. Without the 2 ms added here, the next wait would be for
   * the rest of that millisecond, not for the next tick.
   */
  #msToTick(): number {
    const now = performance.now();
    return Math.ceil((now + 2) / this.intervalMs) * this.intervalMs - now;
  }

  #tick(): void {
    this.ticks++;
    this.#answer();
  }

  #submitted(): void {
    if (this.mode === 'ticks-and-submits') this.#answer();
  }

  #answer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const held = this.#held;
    this.#held = [];
    for (const resolve of held) resolve();
  }
}
