/** The import of own pictures, loaded with its panel: what was brought, how it is to be read, how far that is, and the sets that there are. */
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

export type { Brought, Collected, CollectOptions, DataSetDescription, ImportProgress, Shown };

export interface OwnImportState {
  readonly brought: readonly Brought[];
  readonly options: CollectOptions;
  /** What the set is to be called. */
  readonly name: string;
  /** Whether a picture mirrored left to right could be one of them. */
  readonly mirrors: boolean;
  /** `reading`: files are decoded. `keeping`: the set is written. */
  readonly work: 'reading' | 'keeping' | null;
  readonly progress: ImportProgress | null;
  /** Null before anything has been read, and while it is read again. */
  readonly collected: Collected | null;
  readonly failure: ErrorReport | null;
  /** The set that was kept last. */
  readonly kept: DataSetDescription | null;
}

export interface OwnImport {
  readonly store: StoreApi<OwnImportState>;
  /** More files, which are read together with those that are there. */
  bring(brought: readonly Brought[]): Promise<void>;
  setOptions(change: Partial<CollectOptions>): Promise<void>;
  set(change: Partial<Pick<OwnImportState, 'name' | 'mirrors'>>): void;
  /** Whatever is under way; what had been brought stays. */
  cancel(): void;
  startOver(): void;
  show(first: number, count: number): Promise<Shown>;
  /** The id of the set that `keep` would make; null where that makes none. */
  identify(): Promise<string | null>;
  /** Null where that failed, or was cancelled. */
  keep(): Promise<DataSetDescription | null>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Ends its worker. */
  close(): void;
}

/** Handed to the worker in one go: of each the browser makes a copy of what it knows of the file, about a quarter of a millisecond. */
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

/** `onSets`: which sets there are, at once and after each change. */
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
  /** Of what was brought, files that the worker has. */
  let sent = 0;
  const call = (): ImportClient['call'] => {
    client ??= startImport({ progress: (progress) => get().work && patch({ progress }) }, () => {
      client = null; // the next call starts another
      sent = 0;
      patch({ collected: null });
    });
    return client.call;
  };
  /** The newest one counts; of those before it nothing more is heard. */
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
      // More may be brought meanwhile, or all be taken back.
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

  /** Beside whatever is being read. */
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
    client?.call.cancel().catch(() => {}); // the worker has ended: so has the work
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

/** The outermost folder, or the zip. */
function nameOf([first]: readonly Brought[]): string {
  const [outermost = '', inside] = first?.path.split('/') ?? [];
  return inside === undefined && !/\.zip$/i.test(outermost) ? '' : outermost.replace(/\.zip$/i, '');
}

/** Which sets there are, for a page that shows no panel. */
export async function listOwnSets(): Promise<readonly DataSetDescription[]> {
  const client = startImport({ progress() {} }, () => {});
  try {
    return await client.call.list();
  } finally {
    client.close();
  }
}
