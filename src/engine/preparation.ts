/**
 * Compiles the programs of a run's steps as soon as the run exists. Otherwise Train would wait for
 * one after the other.
 */
import type { PreparationProgress } from '../workers/protocol.ts';
import type { Lock } from './lock.ts';
import type { Run } from './run.ts';

export interface PreparationListener {
  /** Null when it is over or has failed; not called if there was nothing to prepare. */
  progress(progress: PreparationProgress | null): void;
  failed(error: unknown): void;
}

export class Preparation {
  #current = new AbortController();
  #begun = false;

  /**
   * Steps and previews take `lock`, and so does this: otherwise they would compile the same
   * programs one by one.
   */
  constructor(
    private readonly lock: Lock,
    private readonly listener: PreparationListener,
  ) {}

  /** Whether anything has been prepared, for any run. */
  get begun(): boolean {
    return this.#begun;
  }

  /**
   * Replaces a preparation in progress. Resolves when all programs have been given to the driver,
   * or it is over. Never rejects.
   */
  begin(run: Pick<Run, 'warmUp'>): Promise<void> {
    this.abandon();
    this.#begun = true;
    const call = new AbortController();
    this.#current = call;
    return new Promise((begun) => {
      this.lock
        .take(() => (call.signal.aborted ? undefined : this.#prepare(run, call.signal, begun)))
        .catch((error: unknown) => this.listener.failed(error))
        .finally(begun);
    });
  }

  /**
   * The run is about to be replaced, so nobody waits any more. The driver finishes the programs
   * that it has begun and does not get the others.
   */
  abandon(): void {
    this.#current.abort();
  }

  async #prepare(run: Pick<Run, 'warmUp'>, signal: AbortSignal, begun: () => void): Promise<void> {
    let reported = false;
    const warmedUp = run.warmUp((done, total) => {
      begun();
      if (signal.aborted || total === 0) return;
      reported = true;
      this.listener.progress({ done, total });
    }, signal);
    try {
      await Promise.race([warmedUp, aborted(signal)]);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (reported) this.listener.progress(null);
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
