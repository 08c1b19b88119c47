import { inErrorScope } from '../ml/device/error-scopes.ts';

/** A fair lock: work that must not overlap runs in the order in which it was requested. */
export class Lock {
  #last: Promise<unknown> = Promise.resolve();

  /** Starts `work` when everything requested earlier has ended or failed. */
  take<T>(work: () => Promise<T> | T): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {}); // the caller gets the failure from `result`
    return result;
  }
}

/**
 * The same lock, for work that uses the device and must fail alone: without memory for it, `take`
 * rejects with `out-of-memory` and disposes of a disposable result.
 */
export class CheckedLock {
  constructor(private readonly lock: Lock) {}

  take<T>(work: () => Promise<T> | T): Promise<T> {
    return this.lock.take(() => inErrorScope(work));
  }
}

/**
 * Lets the host deliver messages and timers; a loop of resolved promises would block them for ever.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel(); // a timer would be held back by 4 ms
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Lets the host deliver pending messages, and says whether the signal is still not aborted. */
export const goesOnUntil = (signal: AbortSignal) => async (): Promise<boolean> => {
  await nextTask();
  return !signal.aborted;
};
