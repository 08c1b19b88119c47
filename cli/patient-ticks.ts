/**
 * While anything is awaited, Dawn's binding polls with `setImmediate`. This keeps a core busy, and
 * a software adapter loses that core. Here it polls without a pause only while an answer is likely
 * at any moment, then a thousand times a second.
 */

/** Steps of fast GPUs take less time than this. */
const eagerMs = 2;
const pauseMs = 1;
/** Ticks further apart than a pause plus the delay of a busy machine belong to different waits. */
const sameWaitMs = 10;

/** How long to wait before the next tick; 0 means at once. Times in ms, not decreasing. */
export function patience(): (now: number) => number {
  let began = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return (now) => {
    if (now - last > sameWaitMs) began = now;
    last = now;
    return now - began < eagerMs ? 0 : pauseMs;
  };
}

/**
 * Whether it is the binding's own function: native, without name and arguments. A bound function is
 * native too, but has a name.
 */
const isTick = (callback: unknown, args: readonly unknown[]): boolean =>
  typeof callback === 'function' &&
  args.length === 0 &&
  callback.name === '' &&
  Function.prototype.toString.call(callback).includes('[native code]');

/**
 * Call once per process, before the first tick. For all other callers `setImmediate` behaves as
 * before.
 */
export function makeTicksPatient(): void {
  const immediately = globalThis.setImmediate;
  const next = patience();
  const scheduled = (callback: (...args: unknown[]) => void, ...args: unknown[]): unknown => {
    const pause = isTick(callback, args) ? next(performance.now()) : 0;
    return pause === 0 ? immediately(callback, ...args) : setTimeout(callback, pause);
  };
  // `util.promisify` reads a property of it.
  Object.defineProperties(scheduled, Object.getOwnPropertyDescriptors(immediately));
  Object.defineProperty(globalThis, 'setImmediate', { value: scheduled, configurable: true, writable: true });
}
