import { type Experiment, experimentOn, lookDefaults, recipeNames, recipes, suits } from '../ml/config.ts';
import type { LoadedRun, RunStatus } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { formSet } from './data-sets.ts';
import { asItRuns, sameExperiment } from './form-and-run.ts';
import type { Points } from './metrics.ts';
import { hasBegun, isRunning, opensModel } from './run-status.ts';
import type { RunSlice } from './types.ts';

/** Before the first step, the draft is applied once the visitor has not typed for this long. */
const applyAfterMs = 300;

/** After Reset, a run from random weights that has passed either limit is offered back. */
const worthKeeping = { steps: 200, seconds: 60 };

/** A run that began with opened weights is offered back after any number of steps. */
function isWorthKeeping({ origin, step, experiment }: RunStatus, imagesPerSecond: number | null): boolean {
  const seconds = imagesPerSecond ? (step * experiment.batchSize) / imagesPerSecond : 0;
  return origin !== 'seed' || step > worthKeeping.steps || seconds > worthKeeping.seconds;
}

/**
 * If the engine could not do everything that was `asked`, the form shows what the engine does
 * instead.
 */
export function concede(context: StoreContext, asked: Experiment, { experiment }: RunStatus): void {
  const otherwise = Object.entries(experiment).filter(
    ([field, value]) => JSON.stringify(Reflect.get(asked, field)) !== JSON.stringify(value),
  );
  if (otherwise.length > 0)
    context.patch('run', { draft: { ...context.get().run.draft, ...Object.fromEntries(otherwise) } });
}

/** A run that was reset: the checkpoint and the curves that restore it. */
interface Kept {
  readonly runId: string;
  readonly zip: Uint8Array<ArrayBuffer>;
  readonly metrics: Points<'losses' | 'gradientNorms'>;
  readonly validation: Points<'raw' | 'ema'>;
}

export function createRun(context: StoreContext, draft: Experiment): RunSlice {
  let applyTimer: ReturnType<typeof setTimeout> | undefined;
  /** Presses of buttons that the engine has not answered yet. */
  let pressed = 0;
  let stepsPressed = 0;
  let kept: Kept | null = null;
  /** The Reset or the loading in progress. What replaces the run next waits for its end. */
  let replacing: Promise<unknown> = Promise.resolve();
  /** Counts the visitor's changes of the form. */
  let edits = 0;
  /** Counts replacements of the run. Each overtakes those that are not done yet. */
  let replacements = 0;
  const run = (): RunSlice => context.get().run;

  /**
   * No press is dropped: the engine executes commands in the order in which they come. A failure
   * becomes a notice. Returns whether the action succeeded, so that a caller does not continue with
   * the previous run.
   */
  async function press(action: () => Promise<RunStatus>): Promise<boolean> {
    pressed += 1;
    try {
      context.runStatus.take(await action());
      return true;
    } catch (error) {
      context.get().notices.report(error);
      return false;
    } finally {
      pressed -= 1;
    }
  }

  /**
   * Leaves Start, which shows nothing of training, for Learn. No preview is requested, because it
   * would use the device before the first loss.
   */
  function showLearning(): void {
    const { view } = context.get();
    if (view.name === 'start') view.show('learn', false);
  }

  /** A run that has not begun has nothing to lose: it takes the form's settings. */
  async function applyDraft(): Promise<void> {
    clearTimeout(applyTimer);
    const { status, draft } = run();
    if (status && !hasBegun(status) && !sameExperiment(draft, status.experiment))
      context.runStatus.take(await resetTo(draft));
  }

  async function resetTo(asked: Experiment): Promise<RunStatus> {
    const status = await context.call.reset(asked);
    concede(context, asked, status);
    return status;
  }

  function applySoon(): void {
    clearTimeout(applyTimer);
    applyTimer = setTimeout(() => {
      // A press that the engine has not answered yet may begin the run, so this waits for the
      // answer.
      if (pressed > 0) applySoon();
      else context.attempt(applyDraft);
    }, applyAfterMs);
  }

  /**
   * The run, if it is worth keeping. If it cannot be saved (a loss that is not a number), there is
   * nothing to take back.
   */
  async function keep(): Promise<Kept | null> {
    const { status } = run();
    if (!status || !isWorthKeeping(status, run().imagesPerSecond)) return null;
    const { runId } = status;
    return context.call.save().then(
      (zip) => ({ runId, zip, metrics: context.metrics.copy(), validation: context.validation.copy() }),
      () => null,
    );
  }

  /**
   * Steps in flight end first, so that the saved state is that of the last one. Returns whether the
   * run was training.
   */
  async function endSteps(): Promise<boolean> {
    if (!isRunning(run().status)) return false;
    context.runStatus.take(await context.call.pause());
    return true;
  }

  /**
   * The later choice counts. A change of the form ends a model that is still opening; if the engine
   * has loaded that already, the change waits for Reset (`replaceByLoading`).
   */
  function noteEdit(next: Experiment): void {
    if (sameExperiment(next, run().draft)) return;
    edits += 1;
    if (opensModel(context.get())) context.get().modelOffer.cancel();
  }

  async function reset(before: Promise<unknown>): Promise<boolean> {
    context.patch('run', { resetting: true });
    const isDone = await press(async () => {
      await before;
      clearTimeout(applyTimer);
      const { draft } = run();
      const trained = await endSteps();
      const offer = await keep();
      await context.get().runs.settle(offer?.zip);
      const status = await resetTo(draft).catch(async (error: unknown) => {
        if (trained) context.runStatus.take(await context.call.train());
        throw error;
      });
      if (offer) {
        kept = offer;
        const step = offer.metrics.steps.at(-1) ?? 0;
        context.noteReset({ runId: offer.runId, step });
        context.get().notices.add({ kind: 'reset', step, keptId: null });
      }
      return status;
    });
    context.patch('run', { resetting: false });
    return isDone;
  }

  return {
    status: null,
    imagesPerSecond: null,
    secondsLeft: null,
    deviceFlops: null,
    denoisingPace: null,
    rateChanges: [],
    draft,
    stepping: false,
    pausing: false,
    resetting: false,
    train: () => {
      showLearning();
      return press(async () => {
        await applyDraft();
        return context.call.train();
      });
    },
    async step() {
      showLearning();
      stepsPressed += 1;
      context.patch('run', { stepping: true });
      await press(async () => {
        await applyDraft();
        return context.call.step();
      });
      stepsPressed -= 1;
      context.patch('run', { stepping: stepsPressed > 0 });
    },
    async pause() {
      // While a slow step runs, a second press would repeat the request.
      if (run().pausing) return;
      context.patch('run', { pausing: true });
      await press(() => context.call.pause());
      context.patch('run', { pausing: false });
    },
    async reset() {
      // While a slow step runs, a second press would repeat the request.
      if (run().resetting) return false;
      const isDone = reset(replacing);
      replacing = isDone;
      return isDone;
    },
    async trainWithBatchSize(batchSize) {
      await press(async () => {
        await applyDraft();
        // The visitor may have chosen a smaller size already.
        const larger = (run().status?.experiment.batchSize ?? 0) > batchSize;
        if (larger) await context.get().runs.settle();
        if (larger) showLoaded(context, await context.call.setBatchSize(batchSize));
        return context.call.train();
      });
    },
    async takeBack() {
      await press(async () => {
        if (!kept) return context.call.pause();
        const { runId, zip, metrics, validation } = kept;
        await context.get().runs.settle();
        kept = null; // the bytes are transferred to the engine
        context.noteReset(null);
        const loaded = { ...(await context.call.load(zip)), history: metrics, validation };
        const status = showLoaded(context, loaded);
        context.get().runs.continues(status.runId, runId);
        const { source } = context.get().modelOffer;
        // A link to it still names the model that it began with.
        if (source?.runId === runId) context.patch('modelOffer', { source: { ...source, runId: status.runId } });
        return status;
      });
    },
    forgetReset: () => {
      kept = null;
      context.noteReset(null);
    },
    edit(change) {
      const { status, draft } = run();
      const { learningRate } = change;
      const next = { ...draft, ...change };
      noteEdit(next);
      context.patch('run', { draft: next });
      // The engine is still being made; `start` applies what was edited meanwhile.
      if (!status) return;
      if (learningRate !== undefined && hasBegun(status)) {
        // Otherwise the field would briefly say that it waits for Reset.
        context.patch('run', { status: { ...status, learningRate } });
        context.attempt(async () => context.runStatus.take(await context.call.setLearningRate(learningRate)));
      }
      applySoon();
    },
    choose(name) {
      const { seed, data, classes } = run().draft;
      const recipe = recipes[name];
      const set = formSet(context.get());
      // If the set is not here, only its id is known.
      const experiment = set ? experimentOn(recipe, set) : { ...recipe.experiment, data, classes };
      const next = { ...experiment, seed };
      noteEdit(next);
      run().propose(next);
    },
    chooseDataSet(set) {
      const { recipe, seed, batchSize, learningRate } = run().draft;
      const before = formSet(context.get());
      const standard = before && experimentOn(recipes[recipe], before);
      const fitting = [recipe, 'quick' as const, ...recipeNames].find((name) => suits(recipes[name], set));
      if (!fitting) return;
      // A class of the previous set does not exist in this one.
      const { sampleClass, walkClass, restoreClass } = lookDefaults;
      context.get().look.set({ sampleClass, walkClass, restoreClass });
      // Settings that suit this device rather than the set stay if the visitor has changed them.
      const isKept = fitting === recipe && standard;
      const next = {
        ...experimentOn(recipes[fitting], set),
        seed,
        ...(isKept && batchSize !== standard.batchSize && { batchSize }),
        ...(isKept && learningRate !== standard.learningRate && { learningRate }),
      };
      noteEdit(next);
      run().propose(next);
    },
    propose(experiment) {
      context.patch('run', { draft: experiment });
      if (run().status) applySoon();
    },
    async replaceWith(experiment) {
      replacements += 1;
      const mine = replacements;
      await replacing;
      if (mine !== replacements) return 'overtaken';
      run().propose(experiment);
      const isDone = !hasBegun(run().status) || (await run().reset());
      if (mine !== replacements) return 'overtaken';
      return isDone ? 'replaced' : 'failed';
    },
    async replaceByLoading(load) {
      replacements += 1;
      const editsBefore = edits;
      const before = replacing;
      // A change that waits to be applied would reach the engine behind the loading, and replace
      // the loaded run. It waits for the end: then it is withdrawn, or applied if nothing was
      // loaded.
      pressed += 1;
      const loading = before.then(load);
      replacing = loading.catch(() => {});
      try {
        const loaded = await loading;
        const { draft } = run();
        const status = showLoaded(context, loaded);
        if (edits !== editsBefore) context.patch('run', { draft });
        return status;
      } finally {
        pressed -= 1;
      }
    },
    overtake() {
      replacements += 1;
    },
    async startWith(experiment, where = 'learn') {
      const { view } = context.get();
      view.closeTask();
      view.show(where, false);
      const end = await run().replaceWith(experiment);
      if (end === 'overtaken') return;
      if (end === 'replaced') await run().train();
      const { draft, status } = run();
      if (status && sameExperiment(draft, asItRuns(status))) {
        context.get().view.note();
        return;
      }
      // The data set could not be loaded: the previous run stays, and its view is shown again.
      run().withdraw();
      view.show(view.name);
    },
    async switchOver() {
      const trains = isRunning(run().status);
      if (!(await run().reset())) return;
      if (trains) await run().train();
      context.get().view.note();
    },
    withdraw() {
      const { status } = run();
      if (status) context.patch('run', { draft: asItRuns(status) });
    },
  };
}

/** A run was restored, with its curves: the form shows its settings. */
export function showLoaded(context: StoreContext, { history, validation, ...status }: LoadedRun): RunStatus {
  // The offer to take back another run is over: it can be opened in Runs.
  for (const { id, kind } of context.get().notices.list) if (kind === 'reset') context.get().notices.dismiss(id);
  context.runStatus.take(status, { history, validation });
  context.patch('run', { draft: asItRuns(status) });
  return status;
}
