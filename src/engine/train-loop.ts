/**
 * Submits steps until it is stopped. While the device works on one, the next is assembled and
 * submitted, and the loss of the one before is read.
 */
import type { PlaygroundError } from '../ml/errors.ts';
import { InFlight } from './in-flight.ts';
import { type Lock, nextTask } from './lock.ts';
import type { Run, SettledStep } from './run.ts';

/**
 * However long they take. More would only delay whatever waits for the lock (the preview, a pause),
 * unless the device answers late.
 */
const leastInFlight = 2;

export interface TrainLoopListener {
  /**
   * Called under the lock of the submission, so that a copy made here is the network of exactly
   * this step.
   */
  submitted(step: number): void;
  /** After each step, in order. */
  settled(step: SettledStep): void;
  /** True when the next batch's shard has not arrived yet; false once it has. */
  waiting(waits: boolean): void;
}

/** The parts of a run that the loop uses. */
export type TrainedRun = Pick<
  Run,
  'prepare' | 'order' | 'cursor' | 'submitted' | 'submit' | 'settle' | 'diverged' | 'recover'
>;

export type LoopEnd = 'stopped' | 'finished';

export class TrainLoop {
  readonly #stop = new AbortController();
  #failure: PlaygroundError | null = null;
  #begun = false;
  /**
   * Resolves when no step is in flight any more. Rejects with the error that ended training:
   * `not-finite` (the run is at its last good step), `data-all-shards-failed`, or a device error.
   */
  readonly ended: Promise<LoopEnd>;

  /**
   * Starts at once and runs up to and including step `lastStep`. Each submission takes the lock.
   */
  constructor(
    private readonly run: TrainedRun,
    private readonly lock: Lock,
    private readonly listener: TrainLoopListener,
    lastStep: number,
  ) {
    this.ended = this.#loop(lastStep).catch(async (error: unknown) => {
      await this.run.settle();
      if (this.run.diverged) this.run.recover();
      throw this.#failure ?? error; // the device's first error caused the later ones
    });
    this.ended.catch(() => {}); // a caller that awaits `ended` gets the failure
  }

  /** Whether the first step has got the lock. That may take long, because compiling holds it. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Submits nothing more. */
  stop(): void {
    this.#stop.abort();
  }

  /** Submits nothing more, ignores everything in flight, and ends with this error. */
  fail(error: PlaygroundError): void {
    this.#failure ??= error;
    this.stop();
  }

  async #loop(lastStep: number): Promise<LoopEnd> {
    const flying = new InFlight(leastInFlight);
    let reported = Promise.resolve();
    let finished = false;
    await this.run.prepare();
    while (!this.#stop.signal.aborted && this.run.submitted < lastStep) {
      const batch = await this.#takeBatch();
      if (!batch) {
        finished = !this.#stop.signal.aborted;
        break;
      }
      const turn = this.lock.take(async () => {
        if (this.#stop.signal.aborted) return null;
        this.#begun = true;
        const given = await this.run.submit(batch, this.#stop.signal);
        if (!given) return null;
        this.listener.submitted(this.run.submitted);
        return given;
      });
      // Only for the first step: later ones get the lock soon, and each race would leave a listener
      // behind.
      const given = await (this.#begun ? turn : Promise.race([turn, this.#stoppedBefore(turn)]));
      if (!given) break;
      const { settled: step } = given;
      // Reported as soon as it settles, in order, also while the loop waits for a shard.
      reported = reported.then(() => this.#settle(step));
      reported.catch(() => {}); // awaited below
      flying.add(reported);
      await flying.room();
      await nextTask();
    }
    await reported;
    if (this.#failure) throw this.#failure;
    return finished ? 'finished' : 'stopped';
  }

  /**
   * Resolves with null if the loop is stopped before the step has begun; the step is then never
   * submitted.
   */
  #stoppedBefore<T>(turn: Promise<T>): Promise<T | null> {
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(this.#begun ? turn : null), { once: true });
    });
  }

  /** Null after the last epoch, or when stopped while waiting. */
  async #takeBatch() {
    let waited = false;
    try {
      return await this.run.order.take(this.run.cursor, this.#stop.signal, () => {
        if (!waited) this.listener.waiting(true);
        waited = true;
      });
    } catch (error) {
      if (this.#stop.signal.aborted) return null;
      throw error;
    } finally {
      if (waited) this.listener.waiting(false);
    }
  }

  async #settle(flying: Promise<SettledStep>): Promise<void> {
    const step = await flying;
    if (this.#failure) throw this.#failure;
    this.listener.settled(step);
  }
}
