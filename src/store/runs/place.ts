/** Where runs are kept: in IndexedDB, or, where the browser has none to give, in memory until the page is closed. */
import { createStore, del, delMany, get, keys, set, update } from 'idb-keyval';
import type { KeptRun } from '../types/runs.ts';
import type { KeptSweep } from './kept-sweep.ts';

/** Each call fails by itself, and changes nothing then. */
export interface RunPlace {
  /** Whether what is kept outlives the page. */
  readonly lasting: boolean;
  /** What is kept was written by a newer version of the page, which this one cannot read: it stays as it is, and this page keeps in memory. */
  readonly newer: boolean;
  /** Of all runs of which there is anything. */
  ids(): Promise<readonly string[]>;
  /** As it stands there: not checked. */
  read(id: string): Promise<unknown>;
  /** What `merge` makes of what is there (undefined: nothing), with no other page's write between the two. */
  merge(id: string, merge: (there: unknown) => KeptRun): Promise<void>;
  readCheckpoint(id: string): Promise<unknown>;
  writeCheckpoint(id: string, zip: Blob): Promise<void>;
  removeCheckpoint(id: string): Promise<void>;
  /** With its checkpoint. */
  remove(id: string): Promise<void>;
  /** The sweep that no page runs any more, as it stands there: not checked. */
  readSweep(): Promise<unknown>;
  writeSweep(sweep: KeptSweep | null): Promise<void>;
  /** For as long as this page runs it no other is offered it. Answers what ends that. */
  holdSweep(): () => void;
}

const databaseName = 'diffusion-playground-runs';
const sweepKey = 'sweep';
const sweepLock = `${databaseName} sweep`;
const runKey = (id: string): string => `run ${id}`;
const checkpointKey = (id: string): string => `checkpoint ${id}`;

/** In memory where IndexedDB is missing or does not open (some private windows), or is of a newer version of the page. */
export async function openRunPlace(): Promise<RunPlace> {
  try {
    const store = createStore(databaseName, 'runs');
    await keys(store); // whether it can be read at all
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
    // A Blob's bytes are the browser's own affair: what the page hands over is a reference.
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

/** Shared, as two pages may each run a sweep. The browser lets go of it with the page. */
function hold(name: string): () => void {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // What keeps the lock from being had keeps nobody from going on.
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
