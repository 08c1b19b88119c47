/**
 * A new version of the page waits in the browser: it is offered while nothing is running, and
 * installed when the visitor accepts.
 */

import type { StoreContext } from './context.ts';
import { isRunning } from './run-status.ts';

/**
 * Interval in ms of checks. Between two runs of a sweep nothing is running for a moment, so the
 * offer needs two idle checks in a row.
 */
const lookMs = 1000;

/**
 * Call it when a new version waits; once is enough. `isSampling`: whether the engine is executing a
 * long call.
 */
export function createUpdateOffer(context: StoreContext, isSampling: () => boolean): () => void {
  /** The id of the notice that is shown. */
  let shown: number | null = null;
  let waits = false;

  function isUnderWay(): boolean {
    const { run, engine, view } = context.get();
    if (engine.phase !== 'ready') return engine.phase !== 'given-up';
    // The painting that Start does by itself does not count as the visitor's work.
    return isRunning(run.status) || (view.name !== 'start' && isSampling());
  }

  const find = () =>
    context.get().notices.list.find((notice) => notice.kind === 'message' && notice.message === 'update')?.id ?? null;

  function withdraw(): void {
    const id = shown;
    shown = null;
    if (id !== null) context.get().notices.dismiss(id);
  }

  return () => {
    if (waits) return;
    waits = true;
    let rested = false;
    const timer = setInterval(() => {
      if (shown !== null) return;
      const rests = !isUnderWay();
      if (rests && rested) {
        context.get().notices.add({ kind: 'message', message: 'update', values: {} });
        shown = find();
      }
      rested = rests;
    }, lookMs);
    const stop = context.subscribe(() => {
      if (shown === null) return;
      if (find() !== shown) {
        // The visitor has dismissed it: the browser installs the version once no tab is open.
        clearInterval(timer);
        stop();
      } else if (isUnderWay()) withdraw();
    });
  };
}
