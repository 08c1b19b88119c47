/**
 * The page's side of the engine: typed calls, cancellation by AbortSignal, and notification when
 * the worker dies. It talks to any `Endpoint`, so that a test can use a MessageChannel instead of a
 * worker.
 */
import { createBirpc } from 'birpc';
import { type ErrorReport, PlaygroundError, reportOf } from '../ml/errors.ts';
import { assetsAddress } from '../share/assets-address.ts';
import { channelOver, type Endpoint, type EngineService } from './channel.ts';
import { type Locks, type MayFail, watchForDeath } from './death-watch.ts';
import { completeEvents, eachEvent } from './events.ts';
import type {
  CallId,
  CheckpointFile,
  ChosenTraining,
  EngineCommands,
  EngineEvents,
  EngineReport,
  GenerateRequest,
  GenerateResult,
  GenerateStep,
  LoadedRun,
  NearestPictures,
  OpenedModel,
  OpenOptions,
  Pictures,
  RepairProgress,
  RestoreRequest,
  RestoreResult,
} from './protocol.ts';
import { putSetBack, type SentEvents } from './sent-set.ts';

/**
 * Commands that the page calls in another form: with a signal instead of an id, and `open` without
 * the parts that the host fills in.
 */
interface OwnCalls {
  open(options: OpenOptions): Promise<EngineReport>;
  /**
   * If the signal is aborted, the call fails with code `cancelled` once the engine has stopped
   * working on it.
   */
  generate(
    request: GenerateRequest,
    signal?: AbortSignal,
    onStep?: (step: GenerateStep) => void,
  ): Promise<GenerateResult>;
  restore(
    request: RestoreRequest,
    signal?: AbortSignal,
    onStep?: (step: GenerateStep) => void,
    onProgress?: (progress: RepairProgress) => void,
  ): Promise<RestoreResult>;
  nearest(pictures: Pictures, signal?: AbortSignal): Promise<NearestPictures>;
  load(zip: Uint8Array<ArrayBuffer>, signal?: AbortSignal, training?: ChosenTraining): Promise<LoadedRun>;
  loadFolder(files: readonly CheckpointFile[], signal?: AbortSignal, training?: ChosenTraining): Promise<LoadedRun>;
  openModel(files: readonly CheckpointFile[], signal?: AbortSignal): Promise<OpenedModel>;
}

type PlainCalls = Omit<EngineCommands, keyof OwnCalls | 'cancel'>;

/**
 * `EngineCommands` as the page calls them. Every failure is a `PlaygroundError`; after the worker's
 * death its code is `worker-died`.
 */
export interface EngineCalls extends PlainCalls, OwnCalls {}

/** Commands that are passed on unchanged. */
const plainCalls: Readonly<Record<keyof PlainCalls, true>> = {
  prepare: true,
  reset: true,
  train: true,
  pause: true,
  step: true,
  setLearningRate: true,
  setBatchSize: true,
  setPreviewEvery: true,
  setEvaluateEvery: true,
  testImage: true,
  noiseLevels: true,
  save: true,
  closeModel: true,
  checkConfigurations: true,
  autosave: true,
  resumeAutosave: true,
  discardAutosave: true,
  offerAnother: true,
  savedCheckpoint: true,
  isSaved: true,
  layers: true,
  memory: true,
  replays: true,
};

/**
 * The events for the page, without the steps and the progress of a `generate` or `restore` call,
 * which go to the caller.
 */
export type PageEvents = Omit<EngineEvents, 'generating' | 'repairing'>;

export interface EngineClient {
  readonly call: EngineCalls;
  /** Whether a cancellable call (sampling, repairing, loading) has not been answered yet. */
  isBusy(): boolean;
  /**
   * Ends the engine at once, without saving. Pending calls fail with `because`, by default with
   * code `cancelled`; `onDeath` is not called.
   */
  close(because?: ErrorReport): void;
}

/**
 * Starts the engine in its own worker. `onDeath` is called once if the worker ends without
 * `close()`.
 */
export function startEngine(listeners: Partial<PageEvents>, onDeath: (report: ErrorReport) => void): EngineClient {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' });
  return connectEngine(worker, listeners, onDeath, {
    dataRoot: assetsAddress(),
    locks: navigator.locks,
    terminate: () => worker.terminate(),
  });
}

/** What the client needs of its host. `locks` is missing outside secure contexts. */
export interface ClientHost {
  /** The folder of the data sets; ends in a slash. */
  readonly dataRoot: string;
  readonly locks: Locks | undefined;
  terminate(): void;
}

export function connectEngine(
  endpoint: Endpoint & MayFail,
  listeners: Partial<PageEvents>,
  onDeath: (report: ErrorReport) => void,
  host: ClientHost,
): EngineClient {
  const stepListeners = new Map<CallId, (step: GenerateStep) => void>();
  const progressListeners = new Map<CallId, (progress: RepairProgress) => void>();
  const generating = (step: GenerateStep): void => stepListeners.get(step.call)?.(step);
  const repairing = (progress: RepairProgress): void => progressListeners.get(progress.call)?.(progress);
  const engine = createBirpc<EngineService, SentEvents>(
    guarded(completeEvents({ ...listeners, generating, repairing })),
    {
      ...channelOver(endpoint, ['load', 'loadFolder', 'openModel']),
      // No timeout: a step may take minutes on a slow adapter, and calls that get no answer are
      // ended by the worker's death or by `close`.
      timeout: -1,
    },
  );
  const listening = new AbortController();
  let ended: PlaygroundError | null = null;

  function end(error: PlaygroundError): void {
    ended = error;
    listening.abort();
    engine.$close(error);
    host.terminate();
  }
  function die(detail: string | null): void {
    if (ended) return;
    const error =
      detail === null
        ? new PlaygroundError('part-missing', { part: 'engine.worker' })
        : new PlaygroundError('worker-died', {}, { cause: new Error(detail) });
    end(error);
    onDeath(reportOf(error));
  }
  watchForDeath(endpoint, {
    holdForLife: (lockName) => engine.holdForLife(lockName),
    locks: host.locks,
    signal: listening.signal,
    onDeath: die,
    onUncaught: (message) => listeners.notice?.(reportOf(new PlaygroundError('bug', { message }))),
  });

  /** Waits for the answer, and turns every failure into a `PlaygroundError`. */
  async function answer<T>(call: () => Promise<T>): Promise<T> {
    if (ended) throw ended;
    try {
      return await call();
    } catch (error) {
      throw error instanceof PlaygroundError
        ? error
        : new PlaygroundError('bug', { message: String(error) }, { cause: error });
    }
  }

  let calls: CallId = 0;
  let pending = 0;
  async function cancellable<T>(signal: AbortSignal | undefined, call: (id: CallId) => Promise<T>): Promise<T> {
    if (signal?.aborted) throw new PlaygroundError('cancelled');
    calls += 1;
    const id = calls;
    pending += 1;
    const cancel = (): void => {
      // This fails only if the engine has ended, and then the call itself has failed too.
      engine.cancel(id).catch(() => {});
    };
    signal?.addEventListener('abort', cancel);
    try {
      return await answer(() => call(id));
    } finally {
      pending -= 1;
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** The same, but passes every step to the caller. */
  function filmed<T>(
    signal: AbortSignal | undefined,
    onStep: ((step: GenerateStep) => void) | undefined,
    call: (id: CallId) => Promise<T>,
  ): Promise<T> {
    return cancellable(signal, (id) => {
      if (onStep) stepListeners.set(id, onStep);
      return call(id).finally(() => stepListeners.delete(id));
    });
  }

  const pass =
    <Name extends keyof PlainCalls>(name: Name) =>
    (...values: Parameters<PlainCalls[Name]>) =>
      answer(() => Reflect.apply(engine[name], engine, values));
  const names = Object.keys(plainCalls) as (keyof PlainCalls)[];
  const passedOn = Object.fromEntries(names.map((name) => [name, pass(name)])) as unknown as PlainCalls;

  return {
    call: {
      ...passedOn,
      open: (options) => answer(() => engine.open(options, host.dataRoot)),
      generate: (request, signal, onStep) => filmed(signal, onStep, (id) => engine.generate(id, request)),
      restore: (request, signal, onStep, onProgress) =>
        filmed(signal, onStep, (id) => {
          if (onProgress) progressListeners.set(id, onProgress);
          return engine.restore(id, request).finally(() => progressListeners.delete(id));
        }),
      nearest: (pictures, signal) => cancellable(signal, (id) => engine.nearest(id, pictures)),
      load: (zip, signal, training) => cancellable(signal, (id) => engine.load(zip, id, training)),
      loadFolder: (files, signal, training) => cancellable(signal, (id) => engine.loadFolder(files, id, training)),
      openModel: (files, signal) => cancellable(signal, (id) => engine.openModel(files, id)),
    },
    isBusy: () => pending > 0,
    close: (because) => {
      if (!ended) end(because ? new PlaygroundError(because.code, because.values) : new PlaygroundError('cancelled'));
    },
  };
}

/**
 * birpc swallows what an event's listener throws. Here it goes to the console and to
 * `window.onerror`, like any uncaught error.
 */
function guarded(events: EngineEvents): SentEvents {
  const whole = putSetBack();
  const guard =
    (listen: (value: never) => void) =>
    (value: never): void => {
      try {
        listen(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    };
  const metrics = (batch: Parameters<SentEvents['metrics']>[0]) => events.metrics(whole(batch));
  return { ...eachEvent((name) => guard(events[name])), metrics: guard(metrics) as SentEvents['metrics'] };
}
