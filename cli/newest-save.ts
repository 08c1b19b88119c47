/** Saves of one run to one place, of which the newest step stays. */
import { Lock } from '../src/engine/lock.ts';

/**
 * One at a time, in the order of the calls. A snapshot older than the existing one is not written:
 * an autosave made beside the run's end may arrive after it.
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
