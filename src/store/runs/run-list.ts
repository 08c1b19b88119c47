/**
 * The page's list of kept runs, and their storage. It writes seldom and one thing at a time;
 * entries that cannot be written stay in memory, and the state says so.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KeptRun, NoCheckpoint, RunListState } from '../types/runs.ts';
import { bytesOfCheckpoints, checkpointBudget, largestCheckpoint, nextToGiveUp, toGiveUp } from './checkpoint-room.ts';
import { readKeptRun } from './kept-run.ts';
import type { RunPlace } from './place.ts';

export type { RunListState } from '../types/runs.ts';

export interface RunList {
  readonly store: StoreApi<RunListState>;
  find(id: string): KeptRun | undefined;
  /** Reads all kept runs. Called once, before anything else. */
  read(): Promise<void>;
  add(run: KeptRun): void;
  /** `soon`: the change may wait for the next write. */
  update(id: string, change: Partial<KeptRun>, soon?: 'soon'): void;
  /** Removes the run for good: the engine's run with this name is not kept again. */
  drop(id: string): Promise<void>;
  wasDropped(runId: string): boolean;
  keepCheckpoint(id: string, step: number, zip: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Null if there is no checkpoint any more. */
  checkpointOf(id: string): Promise<Blob | null>;
  /** Writes the pending changes. */
  flush(): Promise<void>;
}

/** Past this many runs, the oldest without a star are removed. */
export const mostRuns = 40;

/** A deleted run stays stored this long, for the page that can undo the deletion. */
const removedForMs = 24 * 3_600_000;

/** Interval in ms of writes of numbers that change constantly. */
const writeEveryMs = 5000;

const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError';

/** Another page has deleted the run. */
class Gone extends Error {}

export function createRunList(place: RunPlace): RunList {
  const store = createStore<RunListState>(() => ({
    runs: [],
    damaged: 0,
    trouble: place.newer ? 'newer' : place.lasting ? null : 'memory',
    budget: null,
    gaveUp: 0,
    letGo: 0,
  }));
  const { getState: get, setState: patch } = store;
  /**
   * This page's changes to each run since its last write. Another page may have changed other
   * fields.
   */
  const waiting = new Map<string, Partial<KeptRun>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The last operation on the storage: one at a time, in order. */
  let last: Promise<void> = Promise.resolve();
  /** Checkpoints that the storage had no room for. */
  const inMemory = new Map<string, Blob>();
  const dropped = new Set<string>();

  const find = (id: string): KeptRun | undefined => get().runs.find((run) => run.id === id);
  const show = (id: string, changed: Partial<KeptRun>): void =>
    patch({ runs: get().runs.map((run) => (run.id === id ? { ...run, ...changed } : run)) });
  /** Changes a run and marks it to be written. */
  const change = (id: string, changed: Partial<KeptRun>): void => {
    show(id, changed);
    waiting.set(id, { ...waiting.get(id), ...changed });
  };

  function inTurn(action: () => Promise<void>): Promise<void> {
    last = last.then(action).catch((error: unknown) => troubled(error));
    return last;
  }

  function troubled(error: unknown): void {
    if (place.lasting) patch({ trouble: isFull(error) ? 'full' : 'failed' });
  }

  /**
   * If there is no room, deletes checkpoints, oldest first, until the write succeeds; fails if none
   * is left.
   */
  async function withRoom(id: string, write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await write();
        if (place.lasting && inMemory.size === 0) patch({ trouble: null });
        return;
      } catch (error) {
        const next = isFull(error) ? nextToGiveUp(get().runs, id) : null;
        if (!next) throw error;
        await giveUpCheckpoint(next.id, 'room');
      }
    }
  }

  async function giveUpCheckpoint(id: string, noCheckpoint: NoCheckpoint): Promise<void> {
    change(id, { checkpoint: null, noCheckpoint });
    inMemory.delete(id);
    patch({ gaveUp: get().gaveUp + 1 });
    await place.removeCheckpoint(id);
  }

  async function writeRun(id: string): Promise<void> {
    const changed = waiting.get(id);
    waiting.delete(id);
    const run = find(id);
    if (!run || !changed) return;
    let merged = run;
    const merge = (there: unknown): KeptRun => {
      // This page did not create the entry and it is missing: another page has deleted it.
      if (there === undefined && changed.id === undefined) throw new Gone();
      merged = { ...(readKeptRun(id, there) ?? run), ...changed };
      return inMemory.has(id) ? { ...merged, checkpoint: null, noCheckpoint: 'room' } : merged;
    };
    try {
      await withRoom(id, () => place.merge(id, merge));
    } catch (error) {
      if (error instanceof Gone) {
        waiting.delete(id);
        patch({ runs: get().runs.filter((kept) => kept.id !== id) });
        return;
      }
      waiting.set(id, { ...changed, ...waiting.get(id) });
      throw error;
    }
    // Changes made during the write are kept.
    show(id, { ...merged, ...waiting.get(id) });
  }

  function writeSoon(): void {
    timer ??= setTimeout(() => void flush(), writeEveryMs);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    for (const id of [...waiting.keys()]) await inTurn(() => writeRun(id));
  }

  async function readOne(id: string): Promise<KeptRun | null> {
    const value = await place.read(id);
    const run = readKeptRun(id, value);
    if (run && !run.removed) return run;
    // Another page can still undo the deletion.
    if (run && Date.now() - run.removedAt < removedForMs) return null;
    await place.remove(id);
    // A checkpoint whose run was never written, or a deleted run, is not reported as damaged.
    if (value !== undefined && !run) patch({ damaged: get().damaged + 1 });
    return null;
  }

  const drop = (id: string): Promise<void> => {
    dropped.add(find(id)?.runId ?? id);
    waiting.delete(id);
    inMemory.delete(id);
    patch({ runs: get().runs.filter((run) => run.id !== id) });
    return inTurn(() => place.remove(id));
  };

  return {
    store,
    find,
    async read() {
      const budget = await checkpointBudget(place.lasting);
      const found: KeptRun[] = [];
      for (const id of await place.ids()) {
        const run = await readOne(id).catch((error: unknown) => {
          troubled(error);
          return null;
        });
        if (run) found.push(run);
      }
      patch({ budget, runs: found.toSorted((a, b) => a.number - b.number) });
      // A page that was closed left this phase. A page that still trains the run will write again
      // soon.
      for (const { id, phase } of found) if (phase === 'training') change(id, { phase: 'resting' });
      if (waiting.size > 0) writeSoon();
    },
    add(run) {
      patch({ runs: [...get().runs, run] });
      change(run.id, run);
      writeSoon();
      const kept = get().runs.filter(({ removed }) => !removed);
      const oldest = kept.find(({ id, starred }) => !starred && id !== run.id);
      if (kept.length <= mostRuns || !oldest) return;
      patch({ letGo: get().letGo + 1 });
      void drop(oldest.id);
    },
    update(id, changed, soon) {
      change(id, changed);
      writeSoon();
      if (!soon) void flush();
    },
    drop,
    wasDropped: (runId) => dropped.has(runId),
    keepCheckpoint: (id, step, zip) =>
      inTurn(async () => {
        if (!find(id)) return;
        const bytes = zip.byteLength;
        const given =
          bytes > largestCheckpoint ? null : toGiveUp(get().runs, id, bytes, get().budget ?? largestCheckpoint);
        if (!given) {
          const before = find(id)?.checkpoint ?? null;
          // An earlier checkpoint is better than none.
          change(id, { noCheckpoint: before ? null : bytes > largestCheckpoint ? 'too-large' : 'room' });
          return;
        }
        for (const run of given) await giveUpCheckpoint(run.id, 'room');
        const blob = new Blob([zip], { type: 'application/zip' });
        await withRoom(id, () => place.writeCheckpoint(id, blob)).then(
          () => inMemory.delete(id),
          (error: unknown) => {
            troubled(error);
            inMemory.set(id, blob);
          },
        );
        change(id, { checkpoint: { step, bytes }, noCheckpoint: null });
        await writeRun(id);
        for (const other of [...waiting.keys()]) await writeRun(other);
      }),
    async checkpointOf(id) {
      const zip = inMemory.get(id) ?? (await place.readCheckpoint(id));
      return zip instanceof Blob ? zip : null;
    },
    flush,
  };
}

/** The runs on the list, without deleted ones. */
export const listed = (runs: readonly KeptRun[]): readonly KeptRun[] => runs.filter(({ removed }) => !removed);

export const bytesKept = bytesOfCheckpoints;
