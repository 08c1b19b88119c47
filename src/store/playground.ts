import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DataSetDescription, Experiment } from '../ml/config.ts';
import { type DecodedLink, decodeLink, encodeLink } from '../share/link.ts';
import { linkIn } from '../share/link-address.ts';
import { withLanguage } from '../share/link-language.ts';
import { wholePage, writeFrame } from '../share/page-frame.ts';
import { writeTask } from '../share/tasks.ts';
import { standardView } from '../share/view-names.ts';
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
import type { ContinuedRun } from './redeployed-page.ts';
import type { ResetNote } from './reset-note.ts';
import { createRestore } from './restore-slice.ts';
import { createRun, waitsForReset } from './run-slice.ts';
import { createRunStatusInlet, hasBegun, isRunning } from './run-status.ts';
import type { RunPlace } from './runs/place.ts';
import { createRuns } from './runs-slice.ts';
import { createShare } from './share-slice.ts';
import type { MessageName, PlaygroundState } from './types.ts';
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
interface PageHost {
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
  /**
   * Writes a link into the page's address: `push` adds an entry to the history, `replace` replaces
   * the current one.
   */
  noteAddress(link: string, how: 'push' | 'replace'): void;
  /** Shows the view from its top. */
  toTop(): void;
  /**
   * Whether the page wrote the address with `noteAddress`; false for a link that somebody opened.
   */
  isNoted(): boolean;
  /** Activates a new version of the page, if one waits in the browser. */
  takeUpdate(): Promise<void>;
  /** Reloads the page, which then continues this run. */
  reload(run: ContinuedRun | null): void;
}

/** The settings in a link, without the view. */
const settingsIn = ({ experiment, look, model, wanted, backend }: DecodedLink): string =>
  `${encodeLink({ experiment, look, ...(model !== undefined && { model }) })} ${wanted?.id} ${backend}`;

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
  const readLink = (own: readonly DataSetDescription[]) => decodeLink(linkIn(address()), own);
  const linked = readLink(ownSets);
  const wanted = linked.backend ?? 'auto';
  /** The settings in the address. */
  let addressed = settingsIn(linked);
  /**
   * The experiment of a link that somebody sent. A reload or Back opens the page's own address
   * again, which does not count.
   */
  const sentBy = ({ experiment, model, task }: DecodedLink): Experiment | null =>
    model === undefined && task === undefined && !page.isNoted() && /\brecipe=/.test(linkIn(address()))
      ? experiment
      : null;
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
        // Otherwise the reload would bring back the current version.
        await page.takeUpdate().catch(() => {});
        page.reload(status && hasBegun(status) ? { runId: status.runId, training: isRunning(status) } : null);
      },
      async reloadOnBest() {
        const { share, run, frame, engine } = context.get();
        const link = share.link(hasBegun(run.status) ? 'run' : 'form');
        page.noteAddress(link + writeFrame(frame), 'replace');
        await engine.reload();
      },
    },
    run: createRun(context, linked.experiment),
    view: createView(context, linked.view ?? standardView, sentBy(linked), linked.task ?? null, noteAddress),
    frame: linked.frame ?? wholePage,
    language: createLanguage(context, linked.language, options.language, noteLanguage),
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

  /**
   * Writes the current settings into the address. An address that already has these settings stays
   * as it is written: a bare address stays bare.
   */
  function noteAddress(how: 'push' | 'replace'): void {
    const { share, run, dataSets } = context.get();
    const link = share.link(hasBegun(run.status) ? 'run' : 'form');
    const settings = settingsIn({
      ...decodeLink(linkIn(link), dataSets.own),
      ...(linked.backend && { backend: linked.backend }),
    });
    // Backend, frame and exercise belong to the page, not to the run: they survive a reload.
    const asBefore = how === 'replace' && settings === addressed;
    const { frame, view } = context.get();
    const ofPage = writeFrame(frame) + writeTask(view.task) + (wanted === 'auto' ? '' : `&backend=${wanted}`);
    page.noteAddress(asBefore ? address() : link + ofPage, how);
    addressed = settings;
  }

  /** Changes only the language in the address. */
  function noteLanguage(): void {
    page.noteAddress(withLanguage(address(), context.get().language.inLinks), 'replace');
  }

  const runStatus = createRunStatusInlet(context);
  const life = createEngineLife(context, { factory: startEngine, backend: wanted, continued: page.continuedRun() });
  // The Runs view can change the run without a change of view: the address follows the current run.
  store.subscribe(({ run, view }, before) => {
    const isOther = run.status?.runId !== before.run.status?.runId || run.status?.step === 0;
    if (view.name === 'runs' && run.status !== before.run.status && isOther && hasBegun(run.status))
      noteAddress('replace');
  });
  const sayLinkNotices = (link: typeof linked): void => {
    if (link.notices.length > 0) context.get().notices.add({ kind: 'link', notices: link.notices });
  };

  /** The link is opened again once the set has been added. */
  const wantSet = ({ wanted }: typeof linked): void => {
    if (wanted) context.get().ownPictures.want(wanted, openLink);
  };

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

  function openLink(): void {
    const { hash } = new URL(address());
    if (hash !== '' && !/=|%3D/i.test(hash)) return; // an anchor of the page
    const link = readLink(context.get().dataSets.own);
    context.patch('view', { name: link.view ?? standardView });
    context.patch('frame', link.frame ?? wholePage);
    // The page's own entries of the history do not undo a choice that came later.
    if (page.isNoted()) noteLanguage();
    else {
      if (link.language) context.get().language.follow(link.language);
      context.patch('view', { task: link.task ?? null });
      page.toTop();
      if (link.task) {
        openTask(link);
        return;
      }
    }
    // Back and Forward between two views of the same settings change nothing else.
    if (settingsIn(link) === addressed && link.notices.length === 0) return;
    addressed = settingsIn(link);
    // They do not undo a run that has begun, either.
    if (page.isNoted() && hasBegun(context.get().run.status)) return;
    sayLinkNotices(link);
    wantSet(link);
    const { look, run, restore, notices, modelOffer } = context.get();
    look.set(link.look);
    context.patch('view', { sent: sentBy(link) });
    modelOffer.propose(link.model ?? null);
    // The visitor's own picture stays until the visitor returns to the test images.
    if (restore.source === 'test-image') void restore.pickTestImage(link.look.restoreImage);
    run.propose(link.experiment);
    const say = (message: MessageName): void => notices.add({ kind: 'message', message, values: {} });
    say(waitsForReset(link.experiment, run.status) ? 'linkAfterReset' : 'linkApplied');
    if ((link.backend ?? 'auto') !== wanted) say('linkBackend');
  }

  /**
   * An exercise is to be done at once: it replaces the run, which Runs keeps. Its steps on the page
   * say what it is, so no notice does.
   */
  function openTask(link: DecodedLink): void {
    addressed = settingsIn(link);
    page.noteAddress(address(), 'replace'); // coming back here does not replace the run again
    sayLinkNotices(link);
    const { look, run, restore, modelOffer, engine } = context.get();
    look.set(link.look);
    context.patch('view', { sent: null });
    modelOffer.propose(link.model ?? null, 'task');
    if (restore.source === 'test-image') void restore.pickTestImage(link.look.restoreImage);
    if (link.model !== undefined) return; // the run is the model's
    context.attempt(async () => {
      if (await run.replaceWith(link.experiment)) engine.prepare();
      else run.withdraw();
    });
  }

  return {
    store,
    metrics: context.metrics,
    validation: context.validation,
    async start() {
      sayLinkNotices(linked);
      context.get().modelOffer.propose(linked.model ?? null);
      wantSet(linked);
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
    openLink,
  };
}
