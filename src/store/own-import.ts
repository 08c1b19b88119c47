/**
 * The import of own pictures, loaded with its panel: the files, how they are read, the progress,
 * and the existing sets.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { reportOf } from '../ml/errors.ts';
import { type ImportClient, startImport } from '../workers/own-pictures/client.ts';
import type {
  Brought,
  Collected,
  CollectOptions,
  DataSetDescription,
  ImportProgress,
  Shown,
} from '../workers/own-pictures/protocol.ts';
import type { ErrorReport } from './types.ts';

export type { Brought, Collected, CollectOptions, DataSetDescription, Shown };

export interface OwnImportState {
  readonly brought: readonly Brought[];
  readonly options: CollectOptions;
  /** The name of the new set. */
  readonly name: string;
  /** Whether a picture mirrored left to right could belong to the set. */
  readonly mirrors: boolean;
  /** `reading`: files are being decoded. `keeping`: the set is being written. */
  readonly work: 'reading' | 'keeping' | null;
  readonly progress: ImportProgress | null;
  /** Null before anything has been read, and while the files are read again. */
  readonly collected: Collected | null;
  readonly failure: ErrorReport | null;
  /** The set that was kept last. */
  readonly kept: DataSetDescription | null;
}

export interface OwnImport {
  readonly store: StoreApi<OwnImportState>;
  /** Adds files; they are read together with the earlier ones. */
  bring(brought: readonly Brought[]): Promise<void>;
  setOptions(change: Partial<CollectOptions>): Promise<void>;
  set(change: Partial<Pick<OwnImportState, 'name' | 'mirrors'>>): void;
  /** Cancels the current work; the files stay. */
  cancel(): void;
  startOver(): void;
  show(first: number, count: number): Promise<Shown>;
  /** The id of the set that `keep` would make; null if it would make none. */
  identify(): Promise<string | null>;
  /** Null if it failed or was cancelled. */
  keep(): Promise<DataSetDescription | null>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Ends its worker. */
  close(): void;
}

/**
 * Files handed to the worker in one message. For each the browser copies its metadata, which takes
 * about a quarter of a millisecond.
 */
const filesAtOnce = 50;

const nothing: Omit<OwnImportState, 'options' | 'mirrors'> = {
  brought: [],
  name: '',
  work: null,
  progress: null,
  collected: null,
  failure: null,
  kept: null,
};

/** `onSets`: called with the list of sets, at once and after each change. */
export function createOwnImport(
  first: Partial<CollectOptions>,
  onSets: (sets: readonly DataSetDescription[]) => void,
): OwnImport {
  const store = createStore<OwnImportState>(() => ({
    ...nothing,
    mirrors: true,
    options: { side: 32, channels: 3, fit: 'crop', classes: true, sheet: null, ...first },
  }));
  const { getState: get, setState: patch } = store;
  let client: ImportClient | null = null;
  /** How many of the files the worker has received. */
  let sent = 0;
  const call = (): ImportClient['call'] => {
    client ??= startImport({ progress: (progress) => get().work && patch({ progress }) }, () => {
      client = null; // the next call starts another
      sent = 0;
      patch({ collected: null });
    });
    return client.call;
  };
  /** Only the newest task counts; results of earlier ones are ignored. */
  let task = 0;

  async function attempt<T>(work: 'reading' | 'keeping', action: () => Promise<T>): Promise<T | null> {
    task += 1;
    const mine = task;
    patch({ work, progress: null, failure: null });
    try {
      const result = await action();
      return mine === task ? result : null;
    } catch (error) {
      const failure = reportOf(error);
      if (mine === task && failure.code !== 'cancelled') patch({ failure });
      return null;
    } finally {
      if (mine === task) patch({ work: null, progress: null });
    }
  }

  async function read(): Promise<void> {
    const { brought, options } = get();
    patch({ collected: null, kept: null });
    if (brought.length === 0) return;
    const collected = await attempt('reading', async () => {
      // More files may be added meanwhile, or all be removed.
      while (sent < brought.length && get().brought === brought) {
        const some = brought.slice(sent, sent + filesAtOnce);
        sent += some.length;
        await call().bring(some);
      }
      return call().collect(options);
    });
    if (collected) patch({ collected });
  }

  async function list(): Promise<void> {
    onSets(await call().list());
  }

  /** Runs in parallel with a reading. */
  async function changeSets(change: () => Promise<void>): Promise<void> {
    try {
      await change();
      await list();
    } catch (error) {
      const failure = reportOf(error);
      if (failure.code !== 'cancelled') patch({ failure });
    }
  }

  const cancel = (): void => {
    task += 1;
    patch({ work: null, progress: null });
    client?.call.cancel().catch(() => {}); // the worker has ended, and its work with it
  };

  function forget(): void {
    sent = 0;
    client?.call.forget().catch(() => {}); // as above
  }

  void changeSets(async () => {});
  return {
    store,
    async bring(brought) {
      const { name, brought: before } = get();
      patch({ brought: [...before, ...brought], name: name || nameOf(brought) });
      await read();
    },
    async setOptions(change) {
      patch({ options: { ...get().options, ...change } });
      await read();
    },
    set: patch,
    cancel,
    startOver() {
      cancel();
      forget();
      patch(nothing);
    },
    show: (from, count) => call().show(from, count),
    identify: () => call().identify(),
    async keep() {
      const { name, mirrors } = get();
      const kept = await attempt('keeping', () => call().keep(name, mirrors));
      if (!kept) return null;
      forget();
      await changeSets(async () => {});
      patch({ ...nothing, kept });
      return kept;
    },
    rename: (id, name) => changeSets(() => call().rename(id, name)),
    remove: (id) => changeSets(() => call().remove(id)),
    close: () => client?.close(),
  };
}

/** The name of the outermost folder, or of the zip. */
function nameOf([first]: readonly Brought[]): string {
  const [outermost = '', inside] = first?.path.split('/') ?? [];
  return inside === undefined && !/\.zip$/i.test(outermost) ? '' : outermost.replace(/\.zip$/i, '');
}

/** The list of sets, for a page that does not show the panel. */
export async function listOwnSets(): Promise<readonly DataSetDescription[]> {
  const client = startImport({ progress() {} }, () => {});
  try {
    return await client.call.list();
  } finally {
    client.close();
  }
}
