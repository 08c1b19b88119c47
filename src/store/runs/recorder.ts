/**
 * Records the current run. It does nothing during a step: it looks when a run begins, rests or
 * ends, at each evaluation, and otherwise every few seconds. It takes the checkpoint when the run
 * has come to rest, and before another run replaces it.
 */
import { type Experiment, experimentOn, recipes } from '../../ml/config.ts';
import type { Evaluation, Preview, RunStatus } from '../../workers/protocol.ts';
import type { StoreContext } from '../context.ts';
import { withNewestOf } from '../evaluations.ts';
import { isRunning } from '../run-status.ts';
import type { KeptHeldOut, KeptLook, KeptNorms, KeptRun } from '../types/runs.ts';
import type { EngineSlice } from '../types.ts';
import { largestCheckpoint } from './checkpoint-room.ts';
import { noNorms, runColours, runLimits } from './kept-run.ts';
import { listed, type RunList } from './run-list.ts';

export interface Recorder {
  /** The id of the current run, once there is anything to keep. */
  shownId(): string | null;
  /**
   * The current run is about to be replaced: stores its final state. `zip`: its checkpoint, if one
   * has just been made.
   */
  settle(zip?: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Records the run's current state. */
  note(): void;
  /** The engine's run `runId` continues the kept run `id`. */
  continues(runId: string, id: string): void;
  /** The next run that begins belongs to a sweep over this parameter; null: to none. */
  sweeping(parameter: string | null): void;
}

/**
 * Interval in ms while the run trains. `seen`: the Runs view is open, and its curves grow.
 * `unseen`: only the next write needs the numbers.
 */
const everyMs = { seen: 1000, unseen: 4000 } as const;
/**
 * Wait before a checkpoint, so that a visitor who takes single steps does not wait for one after
 * each step.
 */
const restMs = 1500;
/** Bytes of a whole checkpoint for each parameter: weights, average and two moments in float32. */
const bytesPerParameter = 16;

export function createRecorder(context: StoreContext, list: RunList, begun: (run: KeptRun) => void): Recorder {
  /** The step of the engine's current run when it was first seen. */
  let shown: { readonly runId: string; readonly step: number } | null = null;
  let noteTimer: ReturnType<typeof setTimeout> | undefined;
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> = Promise.resolve();
  let swept: string | null = null;
  let ahead: KeptLook[] = [];

  const entryOf = (runId: string): KeptRun | undefined =>
    list.store.getState().runs.find((run) => run.runId === runId) ?? list.find(runId);

  function follow(status: RunStatus): void {
    if (shown?.runId === status.runId) return;
    const former = shown && entryOf(shown.runId);
    if (former?.phase === 'training') list.update(former.id, { phase: 'resting' });
    clearTimeout(noteTimer);
    clearTimeout(restTimer);
    noteTimer = undefined;
    ahead = [];
    // A run from a seed is kept from its first step; an imported run only from the steps trained
    // here.
    shown = { runId: status.runId, step: status.origin === 'seed' ? 0 : status.step };
    recognize(status);
  }

  /** A kept run has been restored: shows again what the engine does not restore. */
  function recognize(status: RunStatus): void {
    const entry = entryOf(status.runId);
    if (!entry) return;
    bringNorms(context, entry.norms);
    context.runStatus.bringRateChanges(entry.rateChanges.filter(({ after }) => after <= status.step));
    const looks = entry.looks.filter(({ step }) => step <= status.step);
    if (looks.length < entry.looks.length) list.update(entry.id, { looks });
    const history = looks.flatMap(({ step, pictures, evaluation }): Evaluation[] =>
      evaluation ? [{ step, samples: pictures, ...evaluation }] : [],
    );
    const newest = history.at(-1);
    if (newest && context.get().evaluation.history.length === 0) context.patch('evaluation', { newest, history });
  }

  /** Creates the entry of a run at its first step. */
  function entryFor(status: RunStatus): KeptRun | null {
    const known = entryOf(status.runId);
    if (known) return known.removed ? null : known;
    if (!shown || status.step <= shown.step || list.wasDropped(status.runId)) return null;
    const run = newRun(status, list.store.getState().runs, swept);
    list.add(run);
    begun(run);
    return run;
  }

  function note(soon?: 'soon'): void {
    clearTimeout(noteTimer);
    noteTimer = undefined;
    const { status } = context.get().run;
    const entry = status && status.runId === shown?.runId ? entryFor(status) : null;
    if (!status || !entry) return;
    list.update(
      entry.id,
      {
        step: status.step,
        // When its engine has died, a run counts as stopped until another engine reports it.
        phase: context.get().engine.phase === 'ready' ? phaseOf(status) : whereItStopped(status),
        learningRate: status.learningRate,
        rateChanges: context.get().run.rateChanges.slice(-runLimits.rateChanges),
        ...deviceOf(context),
        ...(context.metrics.length > 0 && { curve: curveOf(context), norms: normsOf(context) }),
        ...(context.validation.length > 0 && { heldOut: heldOutOf(context) }),
      },
      soon,
    );
  }

  function noteSoon(): void {
    const seen = context.get().view.name === 'runs';
    noteTimer ??= setTimeout(() => note('soon'), everyMs[seen ? 'seen' : 'unseen']);
  }

  function noteLook(look: KeptLook): void {
    const { status } = context.get().run;
    if (!status || status.runId !== shown?.runId) return;
    // The pictures may reach the page before the numbers of the same step.
    const entry = entryFor({ ...status, step: Math.max(status.step, look.step) });
    if (!entry) return;
    list.update(entry.id, { looks: withNewestOf(runLimits.looks, entry.looks, look) }, 'soon');
    note();
  }

  /**
   * A preview does not say which run it belongs to: one of a step that this run has not reached is
   * held back.
   */
  function noteAnswers(): void {
    const reached = Math.max(context.metrics.lastStep, context.get().run.status?.step ?? 0);
    const due = ahead.filter(({ step }) => step <= reached);
    if (due.length === 0) return;
    ahead = ahead.filter(({ step }) => step > reached);
    for (const look of due) noteLook(look);
  }

  async function takeCheckpoint(made?: Uint8Array<ArrayBuffer>): Promise<void> {
    const { status } = context.get().run;
    const entry = status ? entryOf(status.runId) : undefined;
    if (!status || !entry || entry.removed || entry.checkpoint?.step === status.step) return;
    if (!made && status.network.parameters * bytesPerParameter > largestCheckpoint) {
      if (!entry.checkpoint) list.update(entry.id, { noCheckpoint: 'too-large' });
      return;
    }
    let zip = made;
    try {
      zip ??= await context.call.save();
    } catch {
      // There may be no checkpoint, because the loss is not a number or the device has no memory:
      // the run is then stored without one.
      if (!entry.checkpoint) list.update(entry.id, { noCheckpoint: 'not-saved' });
      return;
    }
    const { status: now } = context.get().run;
    await list.keepCheckpoint(entry.id, now?.runId === status.runId ? now.step : status.step, zip);
  }

  /** Saves one after the other. */
  function save(made?: Uint8Array<ArrayBuffer>): Promise<void> {
    // The list has reported what went wrong.
    saving = saving.then(() => takeCheckpoint(made)).catch(() => {});
    return saving;
  }

  function rested(): void {
    clearTimeout(restTimer);
    restTimer = setTimeout(() => {
      const { status } = context.get().run;
      if (status && !isRunning(status) && context.get().engine.phase === 'ready') void save();
    }, restMs);
  }

  context.subscribe((state, before) => {
    if (before.engine.phase === 'ready' && state.engine.phase !== 'ready') note();
    const { status } = state.run;
    if (!status) return;
    follow(status);
    if (state.evaluation.newest && state.evaluation.newest !== before.evaluation.newest)
      noteLook(lookOf(state.evaluation.newest));
    if (state.preview.newest && state.preview.newest !== before.preview.newest)
      ahead.push(...answersOf(state.preview.newest, status));
    noteAnswers();
    if (status === before.run.status) return;
    const { runId, phase, step } = before.run.status ?? {};
    if (runId !== status.runId || isRunning(status) !== (phase === 'training' || phase === 'waiting')) note();
    else if (step !== status.step && entryOf(status.runId)) noteSoon();
    else if (step !== status.step) note();
    if (!isRunning(status) && status.step > 0) rested();
  });

  // Events from before the recorder was loaded.
  const { run, evaluation, preview } = context.get();
  if (run.status) {
    follow(run.status);
    for (const earlier of evaluation.history) noteLook(lookOf(earlier));
    if (preview.newest) ahead.push(...answersOf(preview.newest, run.status));
    noteAnswers();
    note();
    if (!isRunning(run.status)) rested();
  }

  return {
    shownId: () => (shown ? (entryOf(shown.runId)?.id ?? null) : null),
    async settle(zip) {
      note();
      await save(zip);
      await list.flush();
    },
    note,
    continues(runId, id) {
      list.update(id, { runId });
      const { status } = context.get().run;
      if (status?.runId !== runId) return;
      recognize(status);
      note();
    },
    sweeping(parameter) {
      swept = parameter;
    },
  };
}

function newRun(status: RunStatus, runs: readonly KeptRun[], swept: string | null): KeptRun {
  const { experiment, dataSet } = status;
  const number = 1 + Math.max(0, ...runs.map((run) => run.number));
  const before = listed(runs).at(-1)?.experiment;
  const follows = before?.recipe === experiment.recipe && before.data === experiment.data;
  const standard: Experiment = { ...experimentOn(recipes[experiment.recipe], dataSet), seed: experiment.seed };
  return {
    id: status.runId,
    runId: status.runId,
    number,
    name: null,
    colour: (number - 1) % runColours,
    starred: false,
    removed: false,
    removedAt: 0,
    begunAt: Date.now(),
    experiment,
    learningRate: status.learningRate,
    rateChanges: [],
    setName: dataSet.name.slice(0, 200),
    comparedWith: follows ? before : standard,
    comparedWithRunBefore: follows,
    swept,
    kind: status.network.kind,
    step: status.step,
    phase: phaseOf(status),
    device: null,
    imagesPerSecond: null,
    curve: { steps: new Float64Array(), losses: new Float32Array(), smoothed: new Float32Array() },
    norms: noNorms,
    heldOut: { steps: new Float64Array(), raw: new Float32Array(), ema: new Float32Array() },
    looks: [],
    checkpoint: null,
    noCheckpoint: null,
  };
}

/** The speed is known only during training, so the last measurement is kept. */
function deviceOf(context: StoreContext): Partial<KeptRun> {
  const { engine, run } = context.get();
  const { device } = engine;
  return {
    ...(device && { device: nameOf(device) }),
    ...(run.imagesPerSecond !== null && { imagesPerSecond: run.imagesPerSecond }),
  };
}

/** For a processor, the adapter's name is enough. */
const backendWords = { webgpu: ' (WebGPU)', webgl: ' (WebGL)', cpu: '' } as const;
const nameOf = ({ adapter, backend }: NonNullable<EngineSlice['device']>): string =>
  `${adapter.slice(0, 180)}${backendWords[backend]}`;

function phaseOf(status: RunStatus): KeptRun['phase'] {
  if (isRunning(status)) return 'training';
  return status.phase === 'finished' || status.phase === 'failed' ? status.phase : 'resting';
}

const whereItStopped = (status: RunStatus): KeptRun['phase'] => (isRunning(status) ? 'resting' : phaseOf(status));

const lookOf = ({ step, samples, raw, ema, buckets }: Evaluation): KeptLook => ({
  step,
  pictures: samples,
  evaluation: { raw, ema, buckets },
});

/** A network that is not sampled from shows its answers to the same noise. */
const answersOf = ({ step, output }: Preview, { network }: RunStatus): readonly KeptLook[] =>
  network.kind === 'one-pass' && step > 0 ? [{ step, pictures: output, evaluation: null }] : [];

/** Strong enough that runs can be compared by eye. */
const smoothing = 0.95;

function curveOf({ metrics }: StoreContext): KeptRun['curve'] {
  const { steps, values, smoothed } = metrics.curve('losses', runLimits.points / 2, smoothing);
  return {
    steps: Float64Array.from(steps),
    losses: Float32Array.from(values),
    smoothed: Float32Array.from(smoothed),
  };
}

/** Thinned evenly; the newest is always included. */
function heldOutOf({ validation }: StoreContext): KeptHeldOut {
  const { steps, raw, ema } = validation.copy();
  const stride = Math.ceil(steps.length / runLimits.evaluations);
  if (stride <= 1) return { steps, raw, ema };
  const chosen = (_: number, index: number): boolean => (steps.length - 1 - index) % stride === 0;
  return { steps: steps.filter(chosen), raw: raw.filter(chosen), ema: ema.filter(chosen) };
}

/** Thinned: the lowest and the highest of each bucket of steps. */
function normsOf({ metrics }: Pick<StoreContext, 'metrics'>): KeptNorms {
  const { steps, values } = metrics.curve('gradientNorms', runLimits.points / 2, 0);
  return { steps: Float64Array.from(steps), values: Float32Array.from(values) };
}

/** Gives each restored loss without a norm the last norm that was kept before it. */
function bringNorms({ metrics }: Pick<StoreContext, 'metrics'>, norms: KeptNorms): void {
  const { steps, losses, gradientNorms } = metrics.view();
  if (norms.steps.length === 0 || gradientNorms.some(Number.isFinite)) return;
  let at = -1;
  const brought = Float32Array.from(steps, (step) => {
    while ((norms.steps[at + 1] ?? Number.POSITIVE_INFINITY) <= step) at += 1;
    return norms.values[at] ?? Number.NaN;
  });
  metrics.replace({ steps: steps.slice(), losses: losses.slice(), gradientNorms: brought });
}
