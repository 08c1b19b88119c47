import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DataSetDescription, Experiment } from '../ml/config.ts';
import { type DecodedLink, decodeLink, encodeLink } from '../share/link.ts';
import { linkIn } from '../share/link-address.ts';
import { wholePage, writeFrame } from '../share/page-frame.ts';
import { standardView } from '../share/view-names.ts';
import type { EngineCommands, MemoryUse } from '../workers/protocol.ts';
import { createArrivals } from './arrivals.ts';
import type { StoreContext } from './context.ts';
import { createEngineLife, type EngineFactory } from './engine-restarts.ts';
import { createGenerate } from './generate.ts';
import { createLayers } from './layers.ts';
import { lazily } from './lazily.ts';
import { createMetrics, createValidation, type Metrics, type Validation } from './metrics.ts';
import { createModelOffer } from './model-offer.ts';
import { createModels } from './models.ts';
import { createNearest } from './nearest.ts';
import { createNotices } from './notices.ts';
import { createOwnPictures } from './own-pictures.ts';
import type { ContinuedRun } from './redeployed-page.ts';
import type { ResetNote } from './reset-note.ts';
import { createRestore } from './restore.ts';
import { createRun, waitsForReset } from './run.ts';
import { createRunStatusInlet, hasBegun, isRunning } from './run-status.ts';
import type { RunPlace } from './runs/place.ts';
import { createRuns } from './runs.ts';
import { withdrawOfferWhenUnused } from './saved-run-offer.ts';
import { createShare } from './share.ts';
import type { MessageName, PlaygroundState } from './types.ts';
import { createUpdateOffer } from './update-offer.ts';
import { createView } from './view.ts';

export interface PlaygroundOptions {
  readonly startEngine: EngineFactory;
  /** The page's address, with the link in its fragment. */
  readonly address: () => string;
  readonly page: PageHost;
  /** The visitor's sets, where the link may want one of them; otherwise they are read when the page has begun. */
  readonly ownSets?: readonly DataSetDescription[];
  /** Origin of the Hugging Face hub, or of a mirror of it. */
  readonly hubOrigin?: string;
  /** Where runs are kept; without it none is until they are asked for. */
  readonly runPlace?: (() => Promise<RunPlace>) | undefined;
}

const publicHub = 'https://huggingface.co';

/** What only the browser can do. */
export interface PageHost {
  /** Whether the page's files have been replaced since it was opened. */
  isRenewed(): Promise<boolean>;
  /** The run to go on with, of the page before it was reloaded. Asked once. */
  continuedRun(): ContinuedRun | null;
  /** Outlives a reload, not the tab. */
  noteReset(note: ResetNote | null): void;
  notedReset(): ResetNote | null;
  /** The browser is to save data. */
  savesData(): boolean;
  /** Nobody looks at it. */
  isHidden(): boolean;
  /** Puts a link of the page into its address: `push` as a place to come back to, `replace` in the place of the one that is there. */
  noteAddress(link: string, how: 'push' | 'replace'): void;
  /** Whether the address is one that was noted so, and no link that somebody opened. */
  isNoted(): boolean;
  /** Lets a new version of the page take over that waits in the browser, where one does. */
  takeUpdate(): Promise<void>;
  /** Loads the page again, which then goes on with this run. */
  reload(run: ContinuedRun | null): void;
}

/** What a link asks for, whatever the view. */
const settingsIn = ({ experiment, look, model, wanted, backend }: DecodedLink): string =>
  `${encodeLink({ experiment, look, ...(model !== undefined && { model }) })} ${wanted?.id} ${backend}`;

/** A reload waits no longer for a last save: the engine may not answer any more. */
const saveBeforeReloadMs = 3000;

export interface Playground {
  readonly store: StoreApi<PlaygroundState>;
  readonly metrics: Metrics;
  readonly validation: Validation;
  /** Starts the engine; settles when it can train. Called once. */
  start(): Promise<void>;
  /** The page is being hidden and may never come back. */
  autosave(): void;
  /** What the engine holds on to, for `window.playground`. */
  memory(): Promise<MemoryUse>;
  /** What of it is replayed, for the same. */
  replays: EngineCommands['replays'];
  /** A new version of the page waits in the browser: the page offers it when nothing is under way. */
  offerUpdate(): void;
  /** The fragment has changed: another link was opened in this page. */
  openLink(): void;
}

export function createPlayground(options: PlaygroundOptions): Playground {
  const { startEngine, address, page, ownSets = [], hubOrigin = publicHub, runPlace } = options;
  const readLink = (own: readonly DataSetDescription[]) => decodeLink(linkIn(address()), own);
  const linked = readLink(ownSets);
  const wanted = linked.backend ?? 'auto';
  /** The settings that the address asks for. */
  let addressed = settingsIn(linked);
  /** A page's own address, opened again by a reload or Back, was sent by nobody. */
  const sentBy = ({ experiment, model }: DecodedLink): Experiment | null =>
    model === undefined && !page.isNoted() && /\brecipe=/.test(linkIn(address())) ? experiment : null;
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
    metrics: createMetrics(),
    validation: createValidation(),
    get runStatus() {
      return runStatus;
    },
    attempt(action) {
      // A call to an engine that is not there throws at once.
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
        // What fails has become a notice.
        life.startAgain().then(settleIn, () => {});
      },
      prepare(unseen) {
        const prepare = async (): Promise<void> => context.runStatus.take(await context.call.prepare(unseen));
        context.ready.then(
          () => context.attempt(prepare),
          () => {}, // why there is no engine has been said
        );
      },
      async reload() {
        const { engine, run } = context.get();
        const { status } = run;
        if (engine.phase === 'ready' && hasBegun(status)) {
          const timeIsUp = new Promise<void>((resolve) => setTimeout(resolve, saveBeforeReloadMs));
          await Promise.race([context.call.autosave().catch(() => {}), timeIsUp]);
        }
        // Otherwise the reload would bring the version back that is there now.
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
    view: createView(context, linked.view ?? standardView, sentBy(linked), noteAddress),
    frame: linked.frame ?? wholePage,
    painter: {
      load: lazily(async () => (await import('./painter.ts')).createPainter(context, address, page.isHidden)),
    },
    arrivals: createArrivals(context),
    paint: {
      load: lazily(async () => (await import('./paint.ts')).createPaint(context, address)),
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
    models: createModels(context, address),
    runs: createRuns(context, address, runPlace),
  }));
  store.getState().runs.watch();
  withdrawOfferWhenUnused(context);

  /** What there is now. Settings that are the address's already leave it as it is written: a bare address stays bare. */
  function noteAddress(how: 'push' | 'replace'): void {
    const { share, run, dataSets } = context.get();
    const link = share.link(hasBegun(run.status) ? 'run' : 'form');
    const settings = settingsIn({
      ...decodeLink(linkIn(link), dataSets.own),
      ...(linked.backend && { backend: linked.backend }),
    });
    // Backend and frame are the page's, not the run's: a reload has them, too.
    const asBefore = how === 'replace' && settings === addressed;
    const ofPage = writeFrame(context.get().frame) + (wanted === 'auto' ? '' : `&backend=${wanted}`);
    page.noteAddress(asBefore ? address() : link + ofPage, how);
    addressed = settings;
  }

  const runStatus = createRunStatusInlet(context);
  const life = createEngineLife(context, { factory: startEngine, backend: wanted, continued: page.continuedRun() });
  // Runs changes the run without a change of view: its address is that of the run on show.
  store.subscribe(({ run, view }, before) => {
    const isOther = run.status?.runId !== before.run.status?.runId || run.status?.step === 0;
    if (view.name === 'runs' && run.status !== before.run.status && isOther && hasBegun(run.status))
      noteAddress('replace');
  });
  const sayLinkNotices = (link: typeof linked): void => {
    if (link.notices.length > 0) context.get().notices.add({ kind: 'link', notices: link.notices });
  };

  /** Once it has been added the link is opened again. */
  const wantSet = ({ wanted }: typeof linked): void => {
    if (wanted) context.get().ownPictures.want(wanted, openLink);
  };

  /** With the first engine that can train; later ones are given what they need when they open. */
  let settledIn = false;
  function settleIn(): void {
    if (settledIn) return;
    settledIn = true;
    const { look, run, restore } = context.get();
    run.propose(run.draft); // what was edited while the engine was being made
    look.set({ previewEvery: look.previewEvery, evaluateEvery: look.evaluateEvery });
    context.attempt(() => restore.pickTestImage(look.restoreImage));
  }

  /** What the last Reset before a reload threw away, where Runs has it and nothing else offers it. */
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
    // Back and Forward between two views of the same settings.
    if (settingsIn(link) === addressed && link.notices.length === 0) return;
    addressed = settingsIn(link);
    // Nor is a run that has begun taken back by them.
    if (page.isNoted() && hasBegun(context.get().run.status)) return;
    sayLinkNotices(link);
    wantSet(link);
    const { look, run, restore, notices, modelOffer } = context.get();
    look.set(link.look);
    context.patch('view', { sent: sentBy(link) });
    modelOffer.propose(link.model ?? null);
    // A picture of the visitor's own stays until they turn to the test images again.
    if (restore.source === 'test-image') void restore.pickTestImage(link.look.restoreImage);
    run.propose(link.experiment);
    const say = (message: MessageName): void => notices.add({ kind: 'message', message, values: {} });
    say(waitsForReset(link.experiment, run.status) ? 'linkAfterReset' : 'linkApplied');
    if ((link.backend ?? 'auto') !== wanted) say('linkBackend');
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
