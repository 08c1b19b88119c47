/** The device's programs for a run's steps, compiled as soon as the run is there: Train would otherwise wait for one after the other. */
import type { PreparationProgress } from '../workers/protocol.ts';
import type { Lock } from './lock.ts';
import type { Run } from './run.ts';

export interface PreparationListener {
  /** Null when it is over, well or badly; not told where there was nothing to prepare. */
  progress(progress: PreparationProgress | null): void;
  failed(error: unknown): void;
}

export class Preparation {
  #current = new AbortController();
  #begun = false;

  /** Steps and previews take `lock`, and so does this: what comes first would only compile the same programs one by one. */
  constructor(
    private readonly lock: Lock,
    private readonly listener: PreparationListener,
  ) {}

  /** Whether anything has been prepared, of whichever run. */
  get begun(): boolean {
    return this.#begun;
  }

  /** In the place of one that is under way. Resolves when all programs have been given to the driver, or it is over. Nothing rejects. */
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

  /** The run is about to go: nobody waits any more. What the driver has begun to compile it compiles, in its own time; the rest it is not given. */
  abandon(): void {
    this.#current.abort();
  }

  async #prepare(run: Pick<Run, 'warmUp'>, signal: AbortSignal, begun: () => void): Promise<void> {
    let told = false;
    const warmedUp = run.warmUp((done, total) => {
      begun();
      if (signal.aborted || total === 0) return;
      told = true;
      this.listener.progress({ done, total });
    }, signal);
    try {
      await Promise.race([warmedUp, aborted(signal)]);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (told) this.listener.progress(null);
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
