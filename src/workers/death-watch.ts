/**
 * A browser does not tell the page when a worker ends (a crash, too little memory, `self.close()`).
 * But it then reliably releases the worker's Web Locks at once. The worker holds one for life, and
 * the page queues for the same lock, so it learns of the death. Where there are no locks, or the
 * browser refuses them (to a frame that may store nothing), a death shows only as a failed script.
 */

import { randomId } from '../ml/random-id.ts';

/** The parts of `navigator.locks` that are used. */
export interface Locks {
  request(name: string, options: { signal?: AbortSignal }, whileHeld: () => void | Promise<void>): Promise<unknown>;
}

export interface DeathWatch {
  /**
   * Asks the worker to take the lock. Resolves once the worker holds it, or to false if it gets
   * none.
   */
  holdForLife(lockName: string): Promise<boolean>;
  readonly locks: Locks | undefined;
  /** Aborted when the watch is no longer needed. */
  readonly signal: AbortSignal;
  /** `null`: its script never ran, because it could not be fetched. */
  onDeath(detail: string | null): void;
  /** An uncaught error in a worker that lives on. */
  onUncaught(message: string): void;
}

/** A worker reports that its script failed; a MessagePort in a test does not. */
export interface MayFail {
  onerror?: ((this: AbstractWorker, event: ErrorEvent) => unknown) | null;
}

export function watchForDeath(worker: MayFail, watch: DeathWatch): void {
  let alive = false;
  worker.onerror = (event) => {
    if (watch.signal.aborted) return;
    // Before the first answer: the script threw while it was evaluated or, without a message, could
    // not be fetched. Afterwards the worker goes on.
    if (alive) watch.onUncaught(event.message);
    else watch.onDeath(event.message || null);
  };
  const lockName = `engine-${randomId()}`;
  watch
    .holdForLife(lockName)
    .then(async (held) => {
      alive = true;
      if (!held || !watch.locks) return;
      // A refused request says nothing about the worker, and aborting the signal refuses it, too.
      const isReleased = () => watch.onDeath('its lock was released');
      await watch.locks.request(lockName, { signal: watch.signal }, isReleased).catch(() => {});
    })
    .catch((error: unknown) => {
      if (!watch.signal.aborted) watch.onDeath(String(error));
    });
}
