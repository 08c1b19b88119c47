/** A new version of the page waits in the browser: it is offered while nothing is under way, and taken when the visitor asks for it. */

import type { StoreContext } from './context.ts';
import { isRunning } from './run-status.ts';

/** A sweep has nothing under way for a moment between two of its runs. */
const lookMs = 1000;

/** Called where there is a version that waits; once is enough. `isSampling`: whether the engine has a call to answer that takes long. */
export function createUpdateOffer(context: StoreContext, isSampling: () => boolean): () => void {
  /** Of the notice on show. */
  let shown: number | null = null;
  let waits = false;

  function isUnderWay(): boolean {
    const { run, engine, view } = context.get();
    if (engine.phase !== 'ready') return engine.phase !== 'given-up';
    // What Start paints by itself is nobody's work.
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
        // The visitor has put it away: the browser takes the version by itself once no tab is open.
        clearInterval(timer);
        stop();
      } else if (isUnderWay()) withdraw();
    });
  };
}
