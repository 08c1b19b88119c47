/**
 * What the commands of a session share: the open parts, the lock that guards them, and the
 * replacement of the run.
 */
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import { shippedSet } from '../ml/config.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { joinedReasons } from '../ml/reasons.ts';
import type {
  AutosaveInfo,
  ChosenTraining,
  EngineEvents,
  EngineReport,
  LoadedRun,
  OpenOptions,
  RunStatus,
} from '../workers/protocol.ts';
import type { Snapshot } from './autosave.ts';
import { Calls } from './calls.ts';
import { CommandQueue } from './command-queue.ts';
import { type Curves, curvesOf, noCurves } from './curves.ts';
import type { EngineHost } from './host.ts';
import { CheckedLock, Lock } from './lock.ts';
import { Failures } from './lost-device.ts';
import { hasOthers, isWorthOffering, offerTo } from './offers.ts';
import { openNamedSet } from './open-data.ts';
import { OpenModels } from './open-models.ts';
import { type Opened, openParts } from './opened.ts';
import { type Replacement, replaceRun } from './replace-run.ts';
import { Run } from './run.ts';
import { takeSnapshot } from './take-snapshot.ts';

// Loaded on request, so that the first training step does not wait for it.
export const loadArchive = () => import('./archive.ts');

/**
 * An evaluation at rest needs this share of the steps between two evaluations since the last one.
 */
const worthEvaluating = 0.1;

export class SessionState {
  /** Commands that change the run; they wait for each other. */
  readonly commands = new CommandQueue();
  /** For everything that uses the network, between two training steps. */
  readonly device = new Lock();
  /** For everything except training steps. */
  readonly checked = new CheckedLock(this.device);
  readonly calls: Calls;
  readonly models = new OpenModels(this.checked);
  readonly failures: Failures;
  #parts: Opened | null = null;

  constructor(
    readonly host: EngineHost,
    private readonly events: EngineEvents,
  ) {
    this.failures = new Failures(events);
    this.calls = new Calls(this.checked, this.failures, events);
  }

  /** Throws if the device has been lost, and before `open`. */
  get parts(): Opened {
    if (this.failures.lost) throw this.failures.lost;
    if (!this.#parts) throw new PlaygroundError('bug', { message: 'a command came before open' });
    return this.#parts;
  }

  open(options: OpenOptions, dataRoot: string): Promise<EngineReport> {
    return this.commands.take(async () => {
      if (this.#parts) throw new PlaygroundError('bug', { message: 'the engine is open already' });
      const opened = await openParts(options, dataRoot, this.host, this.device, this.events, {
        snapshot: () => this.#worthSaving(),
        waits: () => this.commands.giveWay(),
        stopped: (parts, error) => this.#stopped(parts, error),
        failures: this.failures,
      });
      this.#parts = opened;
      const curves = await this.#resume(opened, options).catch((error: unknown) => {
        this.failures.report(error);
        return noCurves;
      });
      opened.feed.begin(opened.trainer.run.experiment);
      if (!options.unprepared) opened.previewer.ask();
      const { backend, adapter, software, features, fallback } = opened.device;
      const autosave = opened.offered;
      const otherAutosaves = await hasOthers(opened);
      return {
        backend,
        adapter,
        software,
        features,
        fallback,
        status: opened.trainer.status(),
        ...curves,
        autosave,
        otherAutosaves,
      };
    });
  }

  /** Goes on with the requested run, if it was saved, and looks for another to offer. */
  async #resume(opened: Opened, { resume, offer }: OpenOptions): Promise<Curves> {
    const saved = (await opened.autosave?.list()) ?? [];
    const other = saved.find((info) => (offer === undefined ? isWorthOffering(info) : info.runId === offer));
    const wanted = resume === 'none' ? undefined : saved.find(({ runId }) => runId === resume.run);
    if (other && other.runId !== wanted?.runId) offerTo(opened, other);
    if (!wanted) return noCurves;
    const { history, validation } = await this.goOn(opened, wanted);
    return { history, validation };
  }

  /** A first step follows at once, and a preview after it. */
  async prepare(): Promise<void> {
    const { trainer, preparation } = this.parts;
    if (!preparation.begun) await preparation.begin(trainer.run);
  }

  async train(lastStep: number): Promise<RunStatus> {
    const { trainer, feed, autosave, previewer } = this.parts;
    if (!trainer.running) await this.prepare();
    // The first loss does not wait for a preview: one follows the step.
    if (trainer.run.submitted === 0) previewer.forgo();
    trainer.start(lastStep);
    if (!trainer.running) return trainer.status();
    feed.loadRest();
    autosave?.start();
    // Downloaded now, or the first save would wait for it. A failure here is no error, because the
    // save tries again.
    if (autosave) loadArchive().catch(() => {});
    return trainer.status();
  }

  /** A run with its own id is saved at once, because otherwise a crash would lose it. */
  async import(read: () => Promise<Checkpoint>, signal?: AbortSignal, training?: ChosenTraining): Promise<LoadedRun> {
    const checkpoint = await read();
    const loaded = await this.replaceFrom(checkpoint, undefined, signal, training);
    const [first, ...others] = checkpoint.notices ?? [];
    if (first) {
      const reason = joinedReasons([first, ...others]);
      this.failures.report(new PlaygroundError('checkpoint-notice', { reason }));
    }
    void this.parts.autosave?.save();
    return loaded;
  }

  async close(): Promise<void> {
    if (!this.#parts) return;
    const { trainer, feed, device, preparation, previewer, evaluator } = this.#parts;
    this.calls.cancelAll();
    preparation.abandon();
    feed.close();
    previewer.close();
    evaluator.close();
    await trainer.stop();
    await this.device.take(() => {
      this.models.closeAll();
      trainer.run.dispose();
      trainer.run.dataSet.dispose();
    });
    this.#parts = null;
    await device.idle();
    device.dispose();
  }

  /** Null before the first step (unless the weights were imported), and after a GPU error. */
  async #worthSaving(): Promise<Snapshot | null> {
    const { trainer } = this.parts;
    const { settled, broken, origin } = trainer.run;
    const untouched = settled.step === 0 && origin === 'seed';
    return broken || untouched ? null : takeSnapshot(trainer, this.checked);
  }

  /** The same run goes on from its last save, which another tab may have written meanwhile. */
  async goOn({ autosave }: Opened, { runId }: AutosaveInfo): Promise<LoadedRun> {
    const saved = await autosave?.load(runId);
    if (!saved) throw new PlaygroundError('autosave-gone');
    const { unzipped } = await loadArchive();
    return this.replaceFrom(unzipped('autosave', saved.zip), { id: runId, origin: saved.info.origin });
  }

  async replaceFrom(
    checkpoint: Checkpoint,
    saved?: Pick<Run, 'id' | 'origin'>,
    signal?: AbortSignal,
    { data: onto, learningRate }: ChosenTraining = {},
  ): Promise<LoadedRun> {
    const { experiment } = this.parts.trainer.run;
    const progress = checkpoint.training?.progress;
    // A network alone is opened on its own training set if that ships, otherwise on the current
    // set.
    const own = shippedSet(checkpoint.card?.dataSet.id ?? '')?.id;
    const data = progress?.experiment.data ?? onto ?? own ?? experiment.data;
    const wanted = progress?.dataSet ?? null;
    const make: Replacement['make'] = async (current, dataSet) => {
      if (onto !== undefined)
        (await import('./imported-experiment.ts')).requireClasses(checkpoint.network, dataSet.description);
      return Run.from(checkpoint, current, dataSet, saved, learningRate);
    };
    return { ...(await this.replace({ data, wanted, make }, signal)), ...curvesOf(checkpoint) };
  }

  replace(replacement: Replacement, signal?: AbortSignal): Promise<RunStatus> {
    const opened = this.parts;
    return replaceRun(opened, this.checked, replacement, {
      openData: ({ data, wanted }) =>
        openNamedSet({ host: this.host, dataRoot: opened.dataRoot }, data, wanted, signal),
      goOn: (lastStep) => this.train(lastStep),
      report: (error) => this.failures.report(error),
      signal,
    });
  }

  /** Training has ended, for whatever reason. */
  #stopped({ autosave, previewer, evaluator, trainer, evaluateEvery }: Opened, error: unknown): void {
    autosave?.stop();
    const { phase, step } = trainer.status();
    if (error === null) {
      previewer.ask();
      // The state at a pause is shown, unless the last evaluation is recent enough (the visitor may
      // be stepping, and on a slow device an evaluation takes longer than many steps). The kept
      // curve does not depend on it.
      const finished = phase === 'finished';
      const tells = !finished && evaluator.behind < evaluateEvery * worthEvaluating;
      if (evaluateEvery > 0 && !tells) evaluator.atRest(finished);
    } else {
      evaluator.abandon(step);
      this.failures.report(error);
    }
    // A run that diverged is at its last good step.
    if (phase === 'finished' || trainer.run.diverged) void autosave?.save();
  }
}
