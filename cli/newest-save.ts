/** Saves of one run to one place, which keeps the newest step. */
import { Lock } from '../src/engine/lock.ts';

/**
 * Writes one save at a time, in the order of the calls. A snapshot older than the existing one is
 * not written: an autosave may arrive after the save at the end of the run.
 */
export function newestSave(
  write: (zip: Uint8Array) => Promise<void>,
): (step: number, zip: Uint8Array) => Promise<void> {
  const lock = new Lock();
  let newest = -1;
  return (step, zip) =>
    lock.take(async () => {
      if (step < newest) return;
      await write(zip);
      newest = step;
    });
}
