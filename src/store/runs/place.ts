/**
 * Where runs are kept: in IndexedDB or, if the browser offers none, in memory until the page is
 * closed.
 */
import { createStore, del, delMany, get, keys, set, update } from 'idb-keyval';
import type { KeptRun } from '../types/runs.ts';
import type { KeptSweep } from './kept-sweep.ts';

/** Each call may fail on its own; a failed call changes nothing. */
export interface RunPlace {
  /** Whether the runs outlive the page. */
  readonly lasting: boolean;
  /**
   * Whether a newer version of the page wrote the stored runs. This one cannot read them: they stay
   * unchanged, and this page keeps its runs in memory.
   */
  readonly newer: boolean;
  /** The ids of all runs that have any entry. */
  ids(): Promise<readonly string[]>;
  /** The stored value, unchecked. */
  read(id: string): Promise<unknown>;
  /**
   * Replaces the stored value (undefined: none) by the result of `merge`. No other page can write
   * between reading and writing.
   */
  merge(id: string, merge: (there: unknown) => KeptRun): Promise<void>;
  readCheckpoint(id: string): Promise<unknown>;
  writeCheckpoint(id: string, zip: Blob): Promise<void>;
  removeCheckpoint(id: string): Promise<void>;
  /** Also removes its checkpoint. */
  remove(id: string): Promise<void>;
  /** A sweep that no page is running any more: the stored value, unchecked. */
  readSweep(): Promise<unknown>;
  writeSweep(sweep: KeptSweep | null): Promise<void>;
  /**
   * While this page runs the sweep, no other page is offered it. Returns a function that ends this.
   */
  holdSweep(): () => void;
}

const databaseName = 'diffusion-playground-runs';
const sweepKey = 'sweep';
const sweepLock = `${databaseName} sweep`;
const runKey = (id: string): string => `run ${id}`;
const checkpointKey = (id: string): string => `checkpoint ${id}`;

/**
 * Keeps runs in memory if IndexedDB is missing, does not open (some private windows), or belongs to
 * a newer version of the page.
 */
export async function openRunPlace(): Promise<RunPlace> {
  try {
    const store = createStore(databaseName, 'runs');
    await keys(store); // throws if the database cannot be read
    return databasePlace(store);
  } catch (error) {
    return { ...memoryPlace(), newer: error instanceof DOMException && error.name === 'VersionError' };
  }
}

function databasePlace(store: ReturnType<typeof createStore>): RunPlace {
  return {
    lasting: true,
    newer: false,
    async ids() {
      const found = (await keys(store)).map((key) => /^(?:run|checkpoint) (.+)$/.exec(String(key))?.[1]);
      return [...new Set(found.filter((id) => id !== undefined))];
    },
    read: (id) => get<unknown>(runKey(id), store),
    merge: (id, merge) => update<unknown>(runKey(id), merge, store),
    readCheckpoint: (id) => get<unknown>(checkpointKey(id), store),
    // The page hands over a reference; the browser stores the Blob's bytes.
    writeCheckpoint: (id, zip) => set(checkpointKey(id), zip, store),
    removeCheckpoint: (id) => del(checkpointKey(id), store),
    remove: (id) => delMany([runKey(id), checkpointKey(id)], store),
    readSweep: async () => ((await isHeld(sweepLock)) ? null : get<unknown>(sweepKey, store)),
    writeSweep: (sweep) => (sweep ? set(sweepKey, sweep, store) : del(sweepKey, store)),
    holdSweep: () => hold(sweepLock),
  };
}

async function isHeld(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === name);
}

/**
 * Takes a shared lock, because two pages may each run a sweep. The browser releases it with the
 * page.
 */
function hold(name: string): () => void {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // A failure to get the lock does not block the sweep.
  if ('locks' in navigator) navigator.locks.request(name, { mode: 'shared' }, () => released).catch(() => {});
  return release;
}

export function memoryPlace(lasting = false): RunPlace {
  const runs = new Map<string, KeptRun>();
  const checkpoints = new Map<string, Blob>();
  let sweep: KeptSweep | null = null;
  return {
    lasting,
    newer: false,
    ids: async () => [...new Set([...runs.keys(), ...checkpoints.keys()])],
    read: async (id) => runs.get(id),
    async merge(id, merge) {
      runs.set(id, merge(runs.get(id)));
    },
    readCheckpoint: async (id) => checkpoints.get(id),
    async writeCheckpoint(id, zip) {
      checkpoints.set(id, zip);
    },
    async removeCheckpoint(id) {
      checkpoints.delete(id);
    },
    async remove(id) {
      runs.delete(id);
      checkpoints.delete(id);
    },
    readSweep: async () => sweep,
    async writeSweep(next) {
      sweep = next;
    },
    holdSweep: () => () => {},
  };
}
