/**
 * Notes which run the last Reset discarded, for as long as the tab lives, so that the page can
 * still offer it after a reload.
 */

export interface ResetNote {
  /** The engine's name for the run. */
  readonly runId: string;
  /** The step at which it was reset. */
  readonly step: number;
}

const key = 'reset-run';

/** Null: the run was taken back, or the visitor does not want it. */
export function noteReset(note: ResetNote | null): void {
  try {
    if (note) sessionStorage.setItem(key, `${note.step} ${note.runId}`);
    else sessionStorage.removeItem(key);
  } catch {
    // Without storage, the run is still in Runs.
  }
}

export function notedReset(): ResetNote | null {
  try {
    const [, step, runId] = /^(\d{1,15}) ([\w-]{1,64})$/.exec(sessionStorage.getItem(key) ?? '') ?? [];
    return step && runId ? { runId, step: Number(step) } : null;
  } catch {
    return null;
  }
}
