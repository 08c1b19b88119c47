/**
 * How much room the checkpoints of kept runs may take, and which are deleted first when it runs
 * out.
 */
import type { KeptRun } from '../types/runs.ts';

const megabyte = 2 ** 20;

/**
 * Bytes of one checkpoint: the large recipe's takes 115 MB. A larger one can only be exported, or
 * saved by the autosave.
 */
export const largestCheckpoint = 160 * megabyte;

/** Bytes if the browser does not report its quota, and if runs are kept in memory. */
const withoutEstimate = 256 * megabyte;
const atMost = 512 * megabyte;
/** The rest is left for autosaves, models and own pictures. */
const shareOfQuota = 0.25;

/** The limit in bytes for all checkpoints together. */
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

/**
 * The run whose checkpoint is deleted next: the oldest without a star, except `spared`. Null if
 * there is none.
 */
export function nextToGiveUp(runs: readonly KeptRun[], spared: string): KeptRun | null {
  const candidates = runs.filter(({ id, starred, checkpoint }) => checkpoint && !starred && id !== spared);
  // The checkpoint of a deleted run goes first.
  return candidates.find(({ removed }) => removed) ?? candidates.toSorted((a, b) => a.number - b.number)[0] ?? null;
}

/**
 * The runs whose checkpoints must be deleted so that `run` can store one of `bytes`; null if there
 * is no room even then.
 */
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
