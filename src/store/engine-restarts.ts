/**
 * The life cycle of the engine. It starts with the page. When its worker or its GPU dies, a new
 * engine starts from the last saved state. After too many deaths the engine is given up until the
 * visitor restarts it.
 */
import type { ErrorReport } from '../ml/errors.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import type { EngineCalls, EngineClient, PageEvents } from '../workers/client.ts';
import type { AutosaveInfo, BackendName, EngineReport, OpenOptions, RunStatus } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { asItRuns } from './form-and-run.ts';
import { openPlainly } from './open-plainly.ts';
import type { ContinuedRun } from './redeployed-page.ts';
import { concede } from './run-slice.ts';
import { hasBegun, isRunning } from './run-status.ts';

/** The worker client's `startEngine`, or a test's engine. */
export type EngineFactory = (listeners: Partial<PageEvents>, onDeath: (report: ErrorReport) => void) => EngineClient;

/** After more than `count` deaths `withinMs`, an engine is expected to die again. */
export const restartLimit = { count: 3, withinMs: 5 * 60_000 };

/**
 * If a device is lost within this many steps of training, twice in a row, the steps themselves are
 * the cause: they need too much memory, or so much work in one submit that the driver takes it for
 * a hang (Windows resets a GPU after two seconds).
 */
export const earlySteps = 3;

export interface EngineLife {
  readonly call: EngineCalls;
  /** Whether the engine is sampling, repairing or loading. */
  isBusy(): boolean;
  /**
   * Resolves with the first engine that can train, even if one died before it; rejects when the
   * engine is given up. `startAgain` replaces it.
   */
  readonly ready: Promise<void>;
  /** Called once; returns `ready`. */
  start(): Promise<void>;
  /**
   * For an engine that was given up: starts a new one with the run's last save. Returns the new
   * `ready`.
   */
  startAgain(): Promise<void>;
  /** Ends the engine and its requests, because the page is about to be reloaded. */
  end(): void;
  /** The run's last save, read by a separate engine that opens no device. */
  savedCheckpoint(runId: string): Promise<Uint8Array<ArrayBuffer> | null>;
}

export interface EngineLifeOptions {
  readonly factory: EngineFactory;
  readonly backend: BackendName | 'auto';
  /** The run to continue, noted by the page before its reload. */
  readonly continued: ContinuedRun | null;
}

export function createEngineLife(
  context: StoreContext,
  { factory, backend, continued }: EngineLifeOptions,
): EngineLife {
  let client: EngineClient | null = null;
  let restarts: number[] = [];
  /**
   * The run's step when the current engine opened, and how often in a row an engine died soon after
   * that.
   */
  let openedAtStep = 0;
  let earlyDeaths = 0;

  let generation = 0;
  let ready = settleable();

  /** An engine that was replaced may still send events; they are ignored. */
  function launch(): EngineClient {
    const listening =
      <Value>(listen: (value: Value) => void) =>
      (value: Value): void => {
        if (client === launched) listen(value);
      };
    const launched: EngineClient = factory(
      {
        metrics: listening((batch) => context.runStatus.takeMetrics(batch)),
        status: listening((status) => context.runStatus.take(status)),
        preview: listening((newest) => context.patch('preview', { newest })),
        evaluation: listening((evaluation) => context.runStatus.takeEvaluation(evaluation)),
        preparing: listening((preparation) => context.patch('engine', { preparation })),
        data: listening((progress) => context.patch('data', { progress })),
        dataSample: listening((sample) => context.patch('data', { sample })),
        notice: listening((report) => context.get().notices.add({ kind: 'error', report })),
        lost: listening((report) => restart(report)),
      },
      listening((report) => restart(report)),
    );
    return launched;
  }

  async function open(asked: Pick<OpenOptions, 'resume' | 'offer'>): Promise<EngineReport> {
    const launched = launch();
    client = launched;
    const { draft, status } = context.get().run;
    const formerly = context.get().engine.device?.backend;
    const experiment = status && hasBegun(status) ? status.experiment : draft;
    // If a model paints at once, the programs for training are compiled after it.
    const unprepared = context.get().view.name === 'start';
    const { previewEvery } = context.get().look;
    const options: OpenOptions = { backend, experiment, previewEvery, ...(unprepared && { unprepared }), ...asked };
    const report = await launched.call.open(options).catch(async (refusal: unknown) => {
      const plain = await openPlainly(launched.call, options, refusal);
      context.get().notices.report(refusal);
      context.get().notices.add({ kind: 'message', message: 'openedPlainly', values: {} });
      return plain;
    });
    concede(context, experiment, report.status);
    await launched.call.setEvaluateEvery(context.get().look.evaluateEvery);
    openedAtStep = report.status.step;
    const { backend: opened, adapter, software, features } = report;
    context.patch('engine', { phase: 'ready', device: { backend: opened, adapter, software, features } });
    ready.resolve();
    const isKnown = opened === formerly;
    if (report.fallback && !isKnown) context.get().notices.add({ kind: 'error', report: report.fallback });
    return report;
  }

  function restart(report: ErrorReport): void {
    // Its script is missing: the next engine would fail in the same way.
    if (report.code === 'part-missing') {
      fail(new PlaygroundError(report.code, report.values));
      return;
    }
    context.get().notices.add({ kind: 'error', report });
    const now = Date.now();
    restarts = [...restarts.filter((time) => now - time < restartLimit.withinMs), now];
    const { status } = context.get().run;
    const early = status !== null && isRunning(status) && status.step - openedAtStep < earlySteps;
    earlyDeaths = early ? earlyDeaths + 1 : 0;
    // Pending calls fail with this report, not with `cancelled`: nobody has cancelled them.
    client?.close(report);
    client = null;
    if (restarts.length > restartLimit.count) {
      giveUp();
      return;
    }
    reviveOrFail();
  }

  function reviveOrFail(): void {
    context.patch('engine', { phase: 'restarting', preparation: null, failure: null });
    failingWith(revive);
  }

  /**
   * An error belongs to this start only if no later one has begun: another death during a revival
   * starts the next.
   */
  function failingWith(start: () => Promise<void>): void {
    generation += 1;
    const mine = generation;
    start().catch((error: unknown) => {
      if (mine === generation) fail(error);
    });
  }

  async function revive(): Promise<void> {
    const mine = generation;
    const before = context.get().run.status;
    const offer = context.get().notices.list.find((notice) => notice.kind === 'autosave');
    const lossy = before !== null && (before.step > 0 || before.origin === 'checkpoint');
    const { autosave, ...report } = await open({
      resume: lossy ? { run: before.runId } : 'none',
      ...(offer ? { offer: offer.autosave.runId } : {}),
    });
    const { status } = report;
    context.runStatus.take(status, report);
    if (!before) offerToContinue(autosave, report.otherAutosaves);
    // Removes the offer of a run that the new engine could not bring back.
    if (offer && autosave?.runId !== offer.autosave.runId) context.get().notices.dismiss(offer.id);
    const cameBack = !lossy || status.runId === before.runId;
    const kept = cameBack ? null : await context.get().runs.checkpointOf(before.runId);
    // Another engine has replaced this one and reports for itself.
    if (mine !== generation) return;
    // A run at step 0 would compete with the run that can be restored.
    if (kept) {
      context.get().notices.add({ kind: 'kept', keptId: kept.id, step: kept.step });
      return;
    }
    const message = cameBack ? 'restarted' : 'restartedFresh';
    context.get().notices.add({ kind: 'message', message, values: { step: status.step } });
    if (!isRunning(before) || isRunning(status)) return;
    if (earlyDeaths > 1) offerSmallerBatch(status);
    else context.runStatus.take(await context.call.train());
  }

  /** Offered because training with the same batch size would lose the device again. */
  function offerSmallerBatch({ experiment: { batchSize } }: RunStatus): void {
    const smaller = batchSize > 1 ? Math.floor(batchSize / 2) : null;
    context.get().notices.add({ kind: 'lost-early', batchSize, smaller });
  }

  function giveUp(): void {
    fail(new PlaygroundError('worker-died'));
    context.get().notices.add({ kind: 'message', message: 'gaveUp', values: {} });
  }

  function fail(error: unknown): void {
    // Pending calls of the closed engine fail too, but the failure is reported only once.
    generation += 1;
    client?.close();
    client = null;
    const { status } = context.get().run;
    if (status && isRunning(status)) context.patch('run', { status: { ...status, phase: 'failed' } });
    context.patch('engine', { phase: 'given-up', preparation: null, failure: reportOf(error).code });
    context.get().notices.report(error);
    ready.reject(error);
  }

  async function begin(): Promise<void> {
    const { autosave, ...report } = await open({ resume: continued ? { run: continued.runId } : 'none' });
    const { status } = report;
    context.runStatus.take(status, report);
    offerToContinue(autosave, report.otherAutosaves);
    if (!continued) return;
    if (status.runId !== continued.runId) {
      context.get().notices.add({ kind: 'message', message: 'restartedFresh', values: { step: 0 } });
      return;
    }
    context.patch('run', { draft: asItRuns(status) });
    if (continued.training) context.runStatus.take(await context.call.train());
  }

  function offerToContinue(autosave: AutosaveInfo | null, others: boolean): void {
    // An embedded page shows what its author chose, without offers.
    if (autosave && !context.get().frame.embedded) context.get().notices.add({ kind: 'autosave', autosave, others });
  }

  return {
    get call() {
      if (!client) throw new PlaygroundError('worker-died');
      return client.call;
    },
    isBusy: () => client?.isBusy() ?? false,
    get ready() {
      return ready.promise;
    },
    start() {
      failingWith(begin);
      return ready.promise;
    },
    startAgain() {
      if (context.get().engine.phase !== 'given-up') return ready.promise;
      restarts = [];
      earlyDeaths = 0;
      ready = settleable();
      reviveOrFail();
      return ready.promise;
    },
    end() {
      generation += 1;
      client?.close();
      client = null;
      context.patch('engine', { phase: 'starting', preparation: null });
    },
    async savedCheckpoint(runId) {
      const reader = factory({}, () => {});
      try {
        return await reader.call.savedCheckpoint(runId);
      } finally {
        reader.close();
      }
    },
  };
}

/** `Promise.withResolvers` is not available in all browsers that we support. */
function settleable() {
  let resolve: () => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
