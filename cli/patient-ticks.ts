/**
 * Dawn's binding asks "is it done yet?" by `setImmediate` for as long as anything is awaited: a core that does nothing else, which on a software adapter is taken
 * from the GPU itself. Here it asks at once for as long as an answer is likely any moment, then a thousand times a second.
 */

/** Steps of fast GPUs are over by then. */
const eagerMs = 2;
const pauseMs = 1;
/** Ticks further apart than a pause and what a busy machine adds are not of one wait. */
const sameWaitMs = 10;

/** How long to wait before the next tick; 0 is at once. Times in ms, not falling. */
export function patience(): (now: number) => number {
  let began = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return (now) => {
    if (now - last > sameWaitMs) began = now;
    last = now;
    return now - began < eagerMs ? 0 : pauseMs;
  };
}

/** The binding's own: native, nameless, without arguments. A bound function is native, too, but has a name. */
const isTick = (callback: unknown, args: readonly unknown[]): boolean =>
  typeof callback === 'function' &&
  args.length === 0 &&
  callback.name === '' &&
  Function.prototype.toString.call(callback).includes('[native code]');

/** Once a process, before the first tick. All other callers of `setImmediate` get what they always got. */
export function makeTicksPatient(): void {
  const immediately = globalThis.setImmediate;
  const next = patience();
  const scheduled = (callback: (...args: unknown[]) => void, ...args: unknown[]): unknown => {
    const pause = isTick(callback, args) ? next(performance.now()) : 0;
    return pause === 0 ? immediately(callback, ...args) : setTimeout(callback, pause);
  };
  // `util.promisify` looks for a property of it.
  Object.defineProperties(scheduled, Object.getOwnPropertyDescriptors(immediately));
  Object.defineProperty(globalThis, 'setImmediate', { value: scheduled, configurable: true, writable: true });
}
