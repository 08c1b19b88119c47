import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DataSetDescription } from '../ml/config.ts';
import { wholePage } from '../share/page-frame.ts';
import type { EngineCommands, MemoryUse } from '../workers/protocol.ts';
import { createArrivals } from './arrivals-slice.ts';
import type { StoreContext } from './context.ts';
import { createEngineLife, type EngineFactory } from './engine-restarts.ts';
import { createGenerate } from './generate-slice.ts';
import { createLanguage, type LanguageHost } from './language-slice.ts';
import { createLayers } from './layers-slice.ts';
import { lazily } from './lazily.ts';
import { createMetrics, createValidation, type Metrics, type Validation } from './metrics.ts';
import { createModelOffer } from './model-offer.ts';
import { createModels } from './models-slice.ts';
import { createNearest } from './nearest-slice.ts';
import { createNotices, withdrawOfferWhenUnused } from './notices-slice.ts';
import { createOwnPictures } from './own-pictures-slice.ts';
import { type AddressHost, createPageAddress } from './page-address.ts';
import type { ContinuedRun } from './redeployed-page.ts';
import type { ResetNote } from './reset-note.ts';
import { createRestore } from './restore-slice.ts';
import { createRun } from './run-slice.ts';
import { createRunStatusInlet, hasBegun, isRunning } from './run-status.ts';
import type { RunPlace } from './runs/place.ts';
import { createRuns } from './runs-slice.ts';
import { createShare } from './share-slice.ts';
import type { PlaygroundState } from './types.ts';
import { createUpdateOffer } from './update-offer.ts';
import { createView } from './view.ts';

export interface PlaygroundOptions {
  readonly startEngine: EngineFactory;
  /** The page's address, with the link in its fragment. */
  readonly address: () => string;
  readonly page: PageHost;
  readonly language: LanguageHost;
  /**
   * The visitor's sets, if the link may need one of them; otherwise they are read after the page
   * has started.
   */
  readonly ownSets?: readonly DataSetDescription[];
  /** Origin of the Hugging Face hub, or of a mirror of it. */
  readonly hubOrigin?: string;
  /** The folder of sets and models, if it is not the page's own; ends in a slash. */
  readonly assets?: string;
  /** Where runs are kept; without it, runs are kept only once the visitor opens Runs. */
  readonly runPlace?: (() => Promise<RunPlace>) | undefined;
}

const publicHub = 'https://huggingface.co';

/** Operations that only the browser can do. */
interface PageHost extends AddressHost {
  /** Whether the page's files have been replaced since it was opened. */
  isRenewed(): Promise<boolean>;
  /** The run to continue, noted by the page before its reload. Called once. */
  continuedRun(): ContinuedRun | null;
  /** The note survives a reload, but not the closing of the tab. */
  noteReset(note: ResetNote | null): void;
  notedReset(): ResetNote | null;
  /** Whether the visitor's browser is set to save data. */
  savesData(): boolean;
  /** Whether the page is hidden. */
  isHidden(): boolean;
  /** Activates a new version of the page, if one waits in the browser. */
  takeUpdate(): Promise<void>;
  /** Reloads the page, which then continues this run. */
  reload(run: ContinuedRun | null): void;
}

/** A reload waits no longer than this for the last save: the engine may not answer any more. */
const saveBeforeReloadMs = 3000;

export interface Playground {
  readonly store: StoreApi<PlaygroundState>;
  readonly metrics: Metrics;
  readonly validation: Validation;
  /** Starts the engine; settles when it can train. Called once. */
  start(): Promise<void>;
  /** The page is being hidden and may never come back. */
  autosave(): void;
  /** The engine's use of memory, for `window.playground`. */
  memory(): Promise<MemoryUse>;
  /** Which computations are replayed, for `window.playground`. */
  replays: EngineCommands['replays'];
  /** A new version of the page waits in the browser: the page offers it when nothing is running. */
  offerUpdate(): void;
  /** The fragment has changed: another link was opened in this page. */
  openLink(): void;
}

export function createPlayground(options: PlaygroundOptions): Playground {
  const { startEngine, address, page, ownSets = [], hubOrigin = publicHub, runPlace } = options;
  const { assets = address() } = options;
  const context: StoreContext = {
    get: () => store.getState(),
    subscribe: (listener) => store.subscribe(listener),
    patch: (feature, change) => store.setState((state) => ({ ...state, [feature]: { ...state[feature], ...change } })),
    get call() {
      return life.call;
    },
    get ready() {
      return life.ready;
    },
    savedCheckpoint: (runId) => life.savedCheckpoint(runId),
    noteReset: (note) => page.noteReset(note),
    isRenewed: () => page.isRenewed(),
    modelsRoot: new URL('models/', assets),
    metrics: createMetrics(),
    validation: createValidation(),
    get runStatus() {
      return runStatus;
    },
    attempt(action) {
      // Without an engine, the call throws at once.
      const attempted = async (): Promise<void> => action();
      attempted().catch((error: unknown) => context.get().notices.report(error));
    },
  };
  const pageAddress = createPageAddress(context, address, page, ownSets);
  const { linked } = pageAddress;
  const store = createStore<PlaygroundState>(() => ({
    engine: {
      phase: 'starting',
      device: null,
      linked: linked.backend ?? null,
      preparation: null,
      failure: null,
      startAgain() {
        // A failure has already become a notice.
        life.startAgain().then(settleIn, () => {});
      },
      prepare(unseen) {
        const prepare = async (): Promise<void> => context.runStatus.take(await context.call.prepare(unseen));
        context.ready.then(
          () => context.attempt(prepare),
          () => {}, // why there is no engine has been reported
        );
      },
      async reload() {
        const { engine, run } = context.get();
        const { status } = run;
        if (engine.phase === 'ready' && hasBegun(status)) {
          const timeIsUp = new Promise<void>((resolve) => setTimeout(resolve, saveBeforeReloadMs));
          await Promise.race([context.call.autosave().catch(() => {}), timeIsUp]);
        }
        // A new version takes over once no request of the current one is under way, and the engine
        // may still be loading pictures. Before that, the reload would bring back the current
        // version.
        life.end();
        await page.takeUpdate().catch(() => {});
        page.reload(status && hasBegun(status) ? { runId: status.runId, training: isRunning(status) } : null);
      },
      async reloadOnBest() {
        const { share, run, frame, engine, view } = context.get();
        const link = share.link(hasBegun(run.status) ? 'run' : 'form', { frame, view: view.name });
        page.noteAddress(link, 'replace');
        await engine.reload();
      },
    },
    run: createRun(context, linked.experiment),
    view: createView(context, pageAddress),
    frame: linked.frame ?? wholePage,
    language: createLanguage(context, linked.language, options.language, pageAddress.noteLanguage),
    painter: {
      load: lazily(async () => (await import('./painter.ts')).createPainter(context, page.isHidden)),
    },
    arrivals: createArrivals(context),
    paint: {
      load: lazily(async () => (await import('./paint.ts')).createPaint(context)),
      loadForward: lazily(async () => (await import('./forward.ts')).createForward(context)),
    },
    look: {
      ...linked.look,
      set(change) {
        context.patch('look', change);
        const { previewEvery, evaluateEvery } = change;
        if (!context.get().run.status) return;
        if (previewEvery !== undefined) context.attempt(() => context.call.setPreviewEvery(previewEvery));
        if (evaluateEvery !== undefined) context.attempt(() => context.call.setEvaluateEvery(evaluateEvery));
      },
    },
    ownPictures: createOwnPictures(context),
    dataSets: { own: ownSets, setOwn: (own) => context.patch('dataSets', { own }) },
    data: { progress: null, sample: null },
    preview: { newest: null },
    evaluation: { newest: null, history: [] },
    generate: createGenerate(context),
    nearest: createNearest(context),
    layers: createLayers(context),
    restore: createRestore(context),
    notices: createNotices(context),
    share: createShare(context, address),
    modelOffer: createModelOffer(context, address, hubOrigin, page.savesData),
    models: createModels(context),
    runs: createRuns(context, address, runPlace),
  }));
  store.getState().runs.watch();
  withdrawOfferWhenUnused(context);

  const runStatus = createRunStatusInlet(context);
  const life = createEngineLife(context, {
    factory: startEngine,
    backend: linked.backend ?? 'auto',
    continued: page.continuedRun(),
  });
  // The Runs view can change the run without a change of view: the address follows the current run.
  store.subscribe(({ run, view }, before) => {
    const isOther = run.status?.runId !== before.run.status?.runId || run.status?.step === 0;
    if (view.name === 'runs' && run.status !== before.run.status && isOther && hasBegun(run.status))
      pageAddress.note('replace');
  });
  /**
   * Called with the first engine that can train; later engines get their settings when they open.
   */
  let settledIn = false;
  function settleIn(): void {
    if (settledIn) return;
    settledIn = true;
    const { look, run, restore } = context.get();
    run.propose(run.draft); // edits made while the engine was being made
    look.set({ previewEvery: look.previewEvery, evaluateEvery: look.evaluateEvery });
    context.attempt(() => restore.pickTestImage(look.restoreImage));
  }

  /**
   * Offers the run that the last Reset before a reload discarded, if Runs has it and nothing else
   * offers it.
   */
  async function offerResetAgain(): Promise<void> {
    const note = page.notedReset();
    if (!note || context.get().frame.embedded) return;
    const kept = (await context.get().runs.load()).checkpointOf(note.runId);
    const { run, notices } = context.get();
    const isOffered = notices.list.some((notice) => notice.kind === 'autosave' && notice.autosave.runId === note.runId);
    if (kept && !isOffered && run.status?.runId !== note.runId)
      notices.add({ kind: 'reset', step: note.step, keptId: kept.id });
  }

  return {
    store,
    metrics: context.metrics,
    validation: context.validation,
    async start() {
      pageAddress.start();
      context.attempt(() => context.get().ownPictures.refresh());
      await life.start();
      settleIn();
      context.attempt(offerResetAgain);
    },
    autosave() {
      context.get().runs.flush();
      if (!hasBegun(context.get().run.status) || context.get().engine.phase !== 'ready') return;
      context.attempt(async () => {
        await context.call.autosave();
      });
    },
    memory: async () => context.call.memory(),
    replays: async (verifyEvery) => context.call.replays(verifyEvery),
    offerUpdate: createUpdateOffer(context, () => life.isBusy()),
    openLink: pageAddress.open,
  };
}
