/**
 * The engine's life: started when the page is, started anew from the last saved state when its worker or its GPU dies, given up on
 * when that happens too often.
 */
import type { ErrorReport } from '../ml/errors.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import type { EngineCalls, EngineClient, PageEvents } from '../workers/client.ts';
import type { AutosaveInfo, BackendName, EngineReport, OpenOptions } from '../workers/protocol.ts';
import type { Room } from './room.ts';
import { hasBegun, isRunning } from './run-status.ts';

/** The worker client's `startEngine`, or an engine of a test. */
export type EngineFactory = (events: PageEvents, onDeath: (report: ErrorReport) => void) => EngineClient;

/** An engine that dies once more than `count` times `withinMs` will die again. */
export const restartLimit = { count: 3, withinMs: 5 * 60_000 };

export interface EngineLife {
  readonly call: EngineCalls;
  /** Settles with the first engine that can train, even if one died before it; fails when it is given up. */
  readonly ready: Promise<void>;
  /** Called once; answers `ready`. */
  start(): Promise<void>;
}

export function createEngineLife(room: Room, factory: EngineFactory, backend: BackendName | 'auto'): EngineLife {
  let client: EngineClient | null = null;
  let restarts: number[] = [];

  let generation = 0;
  const ready = settleable();

  /** An engine that was replaced may still have something to say: nobody listens to it. */
  function launch(): EngineClient {
    const listening =
      <Value>(listen: (value: Value) => void) =>
      (value: Value): void => {
        if (client === launched) listen(value);
      };
    const launched: EngineClient = factory(
      {
        metrics: listening((batch) => room.runStatus.takeMetrics(batch)),
        status: listening((status) => room.runStatus.take(status)),
        preview: listening((newest) => room.patch('preview', { newest })),
        evaluation: listening((evaluation) => room.runStatus.takeEvaluation(evaluation)),
        preparing: listening((preparation) => room.patch('engine', { preparation })),
        data: listening((progress) => room.patch('data', { progress })),
        dataSample: listening((sample) => room.patch('data', { sample })),
        notice: listening((report) => room.get().notices.add({ kind: 'error', report })),
        lost: listening((report) => restart(report)),
      },
      listening((report) => restart(report)),
    );
    return launched;
  }

  async function open(asked: Pick<OpenOptions, 'resume' | 'offer'>): Promise<EngineReport> {
    client = launch();
    const { draft, status } = room.get().run;
    const formerly = room.get().engine.device?.backend;
    const report = await client.call.open({
      backend,
      experiment: status && hasBegun(status) ? status.experiment : draft,
      previewEvery: room.get().look.previewEvery,
      ...asked,
    });
    await client.call.setEvaluateEvery(room.get().look.evaluateEvery);
    const { backend: opened, adapter, features } = report;
    room.patch('engine', { phase: 'ready', device: { backend: opened, adapter, features } });
    ready.resolve();
    if (report.fallback && opened !== formerly) room.get().notices.add({ kind: 'error', report: report.fallback });
    return report;
  }

  function restart(report: ErrorReport): void {
    room.get().notices.add({ kind: 'error', report });
    const now = Date.now();
    restarts = [...restarts.filter((time) => now - time < restartLimit.withinMs), now];
    client?.close();
    client = null;
    if (restarts.length > restartLimit.count) {
      giveUp();
      return;
    }
    room.patch('engine', { phase: 'restarting', preparation: null });
    generation += 1;
    const mine = generation;
    revive().catch((error: unknown) => {
      if (mine === generation) fail(error); // else another death during the revival has already started the next one
    });
  }

  async function revive(): Promise<void> {
    const before = room.get().run.status;
    const offer = room.get().notices.list.find((notice) => notice.kind === 'autosave');
    const lossy = before !== null && (before.step > 0 || before.origin === 'checkpoint');
    const { autosave, ...report } = await open({
      resume: lossy ? { run: before.runId } : 'none',
      ...(offer ? { offer: offer.autosave.runId } : {}),
    });
    const { status } = report;
    room.runStatus.take(status, report);
    if (!before) offerToContinue(autosave);
    // What the new engine could not bring back is offered no longer.
    if (offer && autosave?.runId !== offer.autosave.runId) room.get().notices.dismiss(offer.id);
    const message = !lossy || status.runId === before.runId ? 'restarted' : 'restartedFresh';
    room.get().notices.add({ kind: 'message', message, values: { step: status.step } });
    if (isRunning(before) && !isRunning(status)) room.runStatus.take(await room.call.train());
  }

  function giveUp(): void {
    fail(new PlaygroundError('worker-died'));
    room.get().notices.add({ kind: 'message', message: 'gaveUp', values: {} });
  }

  function fail(error: unknown): void {
    client?.close();
    client = null;
    const { status } = room.get().run;
    if (status && isRunning(status)) room.patch('run', { status: { ...status, phase: 'failed' } });
    room.patch('engine', { phase: 'given-up', preparation: null, failure: reportOf(error).code });
    room.get().notices.report(error);
    ready.reject(error);
  }

  async function begin(): Promise<void> {
    const { status, autosave } = await open({ resume: 'none' });
    room.runStatus.take(status);
    offerToContinue(autosave);
  }

  function offerToContinue(autosave: AutosaveInfo | null): void {
    if (autosave) room.get().notices.add({ kind: 'autosave', autosave });
  }

  return {
    get call() {
      if (!client) throw new PlaygroundError('worker-died');
      return client.call;
    },
    ready: ready.promise,
    start() {
      const mine = generation;
      begin().catch((error: unknown) => {
        if (mine === generation) fail(error);
      });
      return ready.promise;
    },
  };
}

/** `Promise.withResolvers` is younger than the browsers that we build for. */
function settleable() {
  let resolve: () => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
