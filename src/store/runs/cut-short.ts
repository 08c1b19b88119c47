/** Continues a run of a sweep that was interrupted by a reload or by closing the browser. */
import type { RunStatus } from '../../workers/protocol.ts';
import type { StoreContext } from '../context.ts';
import type { KeptRun } from '../types/runs.ts';
import type { Recorder } from './recorder.ts';
import type { RunList } from './run-list.ts';

/**
 * Lets the engine continue the kept run from its last save, unless it is the current run already;
 * null if it was never saved. The list shows it as the same run, and the form keeps the visitor's
 * settings.
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
  // Accepting this offer now would only undo the steps trained since.
  for (const notice of context.get().notices.list) {
    if (notice.kind === 'autosave' && notice.autosave.runId === run.runId) context.get().notices.dismiss(notice.id);
  }
  return status;
}

/** The autosave, if there is one: it is never older than the checkpoint of the last pause. */
async function lastSaveOf(context: StoreContext, list: RunList, run: KeptRun): Promise<Uint8Array<ArrayBuffer> | null> {
  const saved = await context.call.savedCheckpoint(run.runId);
  if (saved) return saved;
  const kept = await list.checkpointOf(run.id);
  return kept && new Uint8Array(await kept.arrayBuffer());
}

/**
 * Removes a run that starts again, because its old entry would be a second row for the same value.
 * A run that the visitor has named or starred stays.
 */
export async function giveWay(list: RunList, { id, name, starred }: KeptRun): Promise<void> {
  if (name === null && !starred) await list.drop(id);
}
