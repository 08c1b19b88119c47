/** Which run the last Reset threw away: noted for as long as the tab lives, so that a reload can still offer it back. */

export interface ResetNote {
  /** As the engine called it. */
  readonly runId: string;
  /** Where it stood. */
  readonly step: number;
}

const key = 'reset-run';

/** Null: it was taken back, or the visitor does not want it. */
export function noteReset(note: ResetNote | null): void {
  try {
    if (note) sessionStorage.setItem(key, `${note.step} ${note.runId}`);
    else sessionStorage.removeItem(key);
  } catch {
    // No storage: it is in Runs all the same.
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
