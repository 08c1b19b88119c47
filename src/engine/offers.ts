/** Saved runs of earlier visits that can be continued; one at a time is on offer. */
import type { AutosaveInfo, AutosaveOffer } from '../workers/protocol.ts';
import type { Opened } from './opened.ts';

/** Offers this run. Storage does not remove the run on offer to make room for newer ones. */
export function offerTo(opened: Opened, offered: AutosaveInfo | null): void {
  opened.offered = offered;
  if (opened.autosave) opened.autosave.spared = offered?.runId ?? null;
}

/** Removes the run on offer, if there is one. */
export async function discardOffer(opened: Opened): Promise<void> {
  const { offered } = opened;
  offerTo(opened, null);
  if (offered) await opened.autosave?.discard(offered);
}

/**
 * Offers the run that was saved before the current offer; after the oldest, the newest again. Null
 * if no other run is saved.
 */
export async function offerAnother(opened: Opened): Promise<AutosaveOffer | null> {
  const saved = await offerable(opened);
  const at = saved.findIndex(({ runId }) => runId === opened.offered?.runId);
  const next = saved[(at + 1) % saved.length] ?? null;
  offerTo(opened, next);
  return next && { autosave: next, others: saved.length > 1 };
}

/** Whether there is a run besides the one on offer. */
export async function hasOthers(opened: Opened): Promise<boolean> {
  return opened.offered !== null && (await offerable(opened)).length > 1;
}

/** Saved runs other than the open one, newest first. */
async function offerable({ autosave, trainer }: Opened): Promise<readonly AutosaveInfo[]> {
  return ((await autosave?.list()) ?? []).filter((saved) => saved.runId !== trainer.run.id && isWorthOffering(saved));
}

/**
 * A model that was only opened is not worth offering: it has no step of the visitor's, and can be
 * opened again from its source.
 */
export const isWorthOffering = ({ step }: AutosaveInfo): boolean => step > 0;
