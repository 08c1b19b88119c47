/** How much room the checkpoints of kept runs may take, and which of them go first when there is none left. */
import type { KeptRun } from '../types/runs.ts';

const megabyte = 2 ** 20;

/** One checkpoint: the large recipe's takes 115 MB. A larger one is exported, or kept by the autosave alone. */
export const largestCheckpoint = 160 * megabyte;

/** Where the browser does not say what it grants, and where runs live in memory. */
const withoutEstimate = 256 * megabyte;
const atMost = 512 * megabyte;
/** The rest is for autosaves, models and own pictures. */
const shareOfQuota = 0.25;

/** Bytes that all checkpoints may take together. */
export async function checkpointBudget(lasting: boolean): Promise<number> {
  if (!lasting) return withoutEstimate;
  try {
    const { quota } = await navigator.storage.estimate();
    return quota === undefined ? withoutEstimate : Math.min(atMost, Math.floor(quota * shareOfQuota));
  } catch {
    return withoutEstimate; // plain http, or an old browser
  }
}

export const bytesOfCheckpoints = (runs: readonly KeptRun[]): number =>
  runs.reduce((sum, { checkpoint }) => sum + (checkpoint?.bytes ?? 0), 0);

/** The run whose checkpoint is given up next: the oldest without a star, but for `spared`. Null where there is none. */
export function nextToGiveUp(runs: readonly KeptRun[], spared: string): KeptRun | null {
  const candidates = runs.filter(({ id, starred, checkpoint }) => checkpoint && !starred && id !== spared);
  // One that was deleted is missed least.
  return candidates.find(({ removed }) => removed) ?? candidates.toSorted((a, b) => a.number - b.number)[0] ?? null;
}

/** Whose checkpoints must go so that `run` may have one of `bytes`; null where it finds no room even so. */
export function toGiveUp(runs: readonly KeptRun[], run: string, bytes: number, budget: number): KeptRun[] | null {
  let rest = runs.filter(({ id }) => id !== run);
  const given: KeptRun[] = [];
  while (bytesOfCheckpoints(rest) + bytes > budget) {
    const next = nextToGiveUp(rest, run);
    if (!next) return null;
    given.push(next);
    rest = rest.filter(({ id }) => id !== next.id);
  }
  return given;
}
