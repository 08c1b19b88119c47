/**
 * Withdraws the offer to continue a run of an earlier visit once the visitor does something else.
 * The run stays saved, and is offered at the next visit.
 */
import type { StoreContext } from './context.ts';
import { isRunning } from './run-status.ts';

export function withdrawOfferWhenUnused(context: StoreContext): void {
  context.subscribe(({ run, view }, before) => {
    const begins = isRunning(run.status) && !isRunning(before.run.status);
    if (view.name === before.view.name && !begins) return;
    const { list, dismiss } = context.get().notices;
    for (const { id, kind } of list) if (kind === 'autosave') dismiss(id);
  });
}
