/** A run of a sweep that was cut short: by a reload, or because the browser was closed. */
import type { RunStatus } from '../../workers/protocol.ts';
import type { StoreContext } from '../context.ts';
import type { KeptRun } from '../types/runs.ts';
import type { Recorder } from './recorder.ts';
import type { RunList } from './run-list.ts';

/**
 * The engine goes on with the kept run from its last save, if it is not the run on show already; null where nothing of it was saved. It stays one run in the
 * list, and the form stays the visitor's.
 */
export async function resumeCutShort(
  context: StoreContext,
  list: RunList,
  recorder: Recorder,
  run: KeptRun,
): Promise<RunStatus | null> {
  const { status: onShow } = context.get().run;
  if (onShow && recorder.shownId() === run.id) return onShow;
  const zip = await lastSaveOf(context, list, run);
  if (!zip) return null;
  const { history, validation, ...status } = await context.call.load(zip);
  context.runStatus.take(status, { history, validation });
  recorder.continues(status.runId, run.id);
  // To continue it once more would only take it back.
  for (const notice of context.get().notices.list) {
    if (notice.kind === 'autosave' && notice.autosave.runId === run.runId) context.get().notices.dismiss(notice.id);
  }
  return status;
}

/** An autosave is never older than the checkpoint of the last pause. */
async function lastSaveOf(context: StoreContext, list: RunList, run: KeptRun): Promise<Uint8Array<ArrayBuffer> | null> {
  const saved = await context.call.savedCheckpoint(run.runId);
  if (saved) return saved;
  const kept = await list.checkpointOf(run.id);
  return kept && new Uint8Array(await kept.arrayBuffer());
}

/** It begins anew, and what there is of it would be a second row for the same value. What the visitor has named or starred stays. */
export async function giveWay(list: RunList, { id, name, starred }: KeptRun): Promise<void> {
  if (name === null && !starred) await list.drop(id);
}
