/**
 * When a worker ends (a crash, the browser short of memory, `self.close()`), the browser tells the page nothing. But it releases the
 * worker's Web Locks, at that moment and for certain: the worker holds one for life, and whoever queues for it learns of the death.
 */

import { randomId } from '../ml/random-id.ts';

/** What we need of `navigator.locks`. */
export interface Locks {
  request(name: string, options: { signal?: AbortSignal }, whileHeld: () => void | Promise<void>): Promise<unknown>;
}

export interface DeathWatch {
  /** Asks the worker to take the lock; answers once it holds it, false where it has no Web Locks. */
  holdForLife(lockName: string): Promise<boolean>;
  readonly locks: Locks | undefined;
  /** Aborted when nobody cares any more. */
  readonly signal: AbortSignal;
  /** `null`: its script never ran, as it could not be fetched. */
  onDeath(detail: string | null): void;
  /** An error that nobody caught in a worker that lives on. */
  onUncaught(message: string): void;
}

/** A worker says when its script fails; a MessagePort in a test says nothing. */
export interface MayFail {
  onerror?: ((this: AbstractWorker, event: ErrorEvent) => unknown) | null;
}

export function watchForDeath(worker: MayFail, watch: DeathWatch): void {
  let alive = false;
  worker.onerror = (event) => {
    if (watch.signal.aborted) return;
    // Before the first answer: the script threw while it was evaluated or, where there is no message, could not be fetched. Afterwards
    // the worker goes on.
    if (alive) watch.onUncaught(event.message);
    else watch.onDeath(event.message || null);
  };
  const lockName = `engine-${randomId()}`;
  watch
    .holdForLife(lockName)
    .then(async (held) => {
      alive = true;
      if (!held || !watch.locks) return;
      await watch.locks.request(lockName, { signal: watch.signal }, () => {});
      watch.onDeath('its lock was released');
    })
    .catch((error: unknown) => {
      // Aborting the signal ends the wait with an AbortError: that is no death.
      if (!watch.signal.aborted) watch.onDeath(String(error));
    });
}
