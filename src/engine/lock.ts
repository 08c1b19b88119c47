import { inErrorScope } from '../ml/device/error-scopes.ts';

/** Work that must not overlap, in the order in which it was asked for. */
export class Lock {
  #last: Promise<unknown> = Promise.resolve();

  /** Starts `work` when all that was asked for earlier has ended, well or badly. */
  take<T>(work: () => Promise<T> | T): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {}); // whoever asked learns of the failure by `result`
    return result;
  }
}

/**
 * The same turns, for work that uses the device and must fail by itself: where there was no memory for it `take` rejects with `out-of-memory`, and a result
 * that can be disposed of is.
 */
export class CheckedLock {
  constructor(private readonly lock: Lock) {}

  take<T>(work: () => Promise<T> | T): Promise<T> {
    return this.lock.take(() => inErrorScope(work));
  }
}

/** Lets the host deliver messages and timers: a loop of resolved promises would keep them waiting for ever. */
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

/** Lets the host deliver what has come meanwhile, and says whether the signal is still silent. */
export const goesOnUntil = (signal: AbortSignal) => async (): Promise<boolean> => {
  await nextTask();
  return !signal.aborted;
};
