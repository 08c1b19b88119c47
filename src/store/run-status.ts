import { costOf, recipes } from '../ml/config.ts';
import type { MetricsBatch, RunStatus } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { withNewest } from './evaluations.ts';
import type { History, Rows } from './metrics.ts';
import { RateLog } from './rate-log.ts';
import type { RunStatusInlet } from './types/run.ts';
import type { PlaygroundState } from './types.ts';

export type { RunStatusInlet } from './types/run.ts';

/** Numbers change at most ten times a second, because faster changes cannot be read. */
const textIntervalMs = 100;

/** In its first steps, a device has not reached its full speed. */
const firstSteps = 10;

export const isRunning = (status: RunStatus | null): boolean =>
  status?.phase === 'training' || status?.phase === 'waiting';

/**
 * True from the press on Train, even if the first step or its images are still on their way.
 * Imported weights are worth keeping from the start.
 */
export const hasBegun = (status: RunStatus | null): boolean =>
  status !== null && (status.step > 0 || status.origin === 'checkpoint' || isRunning(status));

/** True after an error too, even in the first step: Reset is its remedy. */
export const canReset = (status: RunStatus | null): boolean => hasBegun(status) || status?.phase === 'failed';

/** Whether `deviceFlops` was reached in this run, and this run has the form's recipe and set. */
export const isMeasuredHere = ({ run: { status, draft } }: PlaygroundState): boolean =>
  status !== null &&
  status.step >= firstSteps &&
  status.origin === 'seed' &&
  status.experiment.recipe === draft.recipe &&
  status.experiment.data === draft.data;

export function createRunStatusInlet(context: StoreContext): RunStatusInlet {
  let newest: MetricsBatch | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The run whose losses and pictures are shown. */
  let shownRun: string | null = null;
  let picturesGone = false;
  const rates = new RateLog();

  const show = (): void => {
    timer = undefined;
    if (!newest) return;
    const { imagesPerSecond, secondsLeft } = newest;
    const status = steady(newest.status);
    newest = null;
    const deviceFlops = newestFlops(status, imagesPerSecond);
    const rateChanges = rates.note(status);
    context.patch('run', {
      status,
      imagesPerSecond,
      deviceFlops,
      rateChanges,
      secondsLeft: isRunning(status) ? secondsLeft : null,
    });
  };

  /**
   * Parts of a run that never change keep their identity, so that components showing them need not
   * render again.
   */
  const steady = (status: RunStatus): RunStatus => {
    const before = context.get().run.status;
    if (before?.runId !== status.runId) return status;
    return { ...status, network: before.network, dataSet: before.dataSet };
  };

  /**
   * The estimate stays until it is clearly different, because it is shown in a sentence. The first
   * steps are slower than all others.
   */
  const newestFlops = ({ step, origin, experiment, dataSet }: RunStatus, imagesPerSecond: number): number | null => {
    const { deviceFlops } = context.get().run;
    // An imported network may not belong to any recipe.
    if (step < firstSteps || origin !== 'seed') return deviceFlops;
    const flops = imagesPerSecond * costOf(recipes[experiment.recipe], dataSet).trainingFlops;
    return deviceFlops !== null && Math.abs(flops / deviceFlops - 1) < 0.15 ? deviceFlops : flops;
  };

  /** Removes everything that another run has left. */
  const follow = ({ runId, dataSet, network }: RunStatus): void => {
    if (runId === shownRun) return;
    const before = context.get().run.status;
    const { side, channels } = network.shape;
    const sameSet = before?.dataSet.hash === dataSet.hash && before.dataSet.id === dataSet.id;
    const sameShape = before?.network.shape.side === side && before.network.shape.channels === channels;
    if (before && !(sameSet && sameShape)) forgetPictures();
    shownRun = runId;
    for (const { id, kind, ...notice } of context.get().notices.list) {
      const ofStep = 'report' in notice && notice.report.code === 'step-out-of-memory';
      if (kind === 'lost-early' || ofStep) context.get().notices.dismiss(id);
    }
    context.metrics.replace(null);
    context.validation.replace(null);
    context.patch('run', { imagesPerSecond: null, secondsLeft: null, denoisingPace: null });
    context.patch('evaluation', { newest: null, history: [] });
    context.patch('generate', { result: null, asked: null, film: [] });
    context.get().nearest.forget();
    context.patch('restore', { repaired: false });
  };

  /** For a set that is no longer chosen, or for pictures of another shape. */
  const forgetPictures = (): void => {
    context.patch('data', { sample: null, progress: null });
    context.patch('preview', { newest: null });
    picturesGone = true;
  };

  /** Discards everything after this step. */
  const goBackTo = (step: number): void => {
    const { newest, history } = context.get().evaluation;
    if ((newest?.step ?? 0) <= step) return;
    context.patch('evaluation', { newest: null, history: history.filter((earlier) => earlier.step <= step) });
  };

  return {
    take(status, brought = { history: null, validation: null }) {
      show();
      clearTimeout(timer);
      timer = undefined;
      follow(status);
      bringBack(context.metrics, brought.history, status.step);
      bringBack(context.validation, brought.validation, status.step);
      goBackTo(status.step);
      const rateChanges = rates.note(status);
      context.patch('run', {
        status: steady(status),
        rateChanges,
        ...(isRunning(status) ? {} : { secondsLeft: null }),
      });
      // The picture to repair must come from this run's set. A picture of the visitor's own is made
      // again by the component that made it.
      const { restore, look } = context.get();
      if (picturesGone && restore.source === 'test-image') void restore.pickTestImage(look.restoreImage);
      picturesGone = false;
    },
    takeMetrics(batch) {
      follow(batch.status);
      context.metrics.append(batch);
      newest = batch;
      timer ??= setTimeout(show, textIntervalMs);
    },
    takeEvaluation(newest) {
      const { step, raw, ema } = newest;
      // After a crash, the same step may be evaluated again.
      context.validation.truncateAfter(step - 1);
      context.validation.append({ steps: [step], raw: [raw], ema: [ema ?? Number.NaN] });
      context.patch('evaluation', { newest, history: withNewest(context.get().evaluation.history, newest) });
    },
    takePace(runId, msPerPixel) {
      const { status, denoisingPace: before } = context.get().run;
      // Larger values were slowed by compiling, or by other work on the device.
      if (status?.runId !== runId || (before !== null && before <= msPerPixel)) return;
      context.patch('run', { denoisingPace: msPerPixel });
    },
    bringRateChanges(earlier) {
      const rateChanges = rates.bring(earlier);
      if (rateChanges !== context.get().run.rateChanges) context.patch('run', { rateChanges });
    },
  };
}

/**
 * When a run goes back, its curves go back with it. The page's own curves have every point; the
 * thinned ones from the save replace them only if the page's do not reach that step.
 */
function bringBack<Column extends string>(own: History<Column>, brought: Rows<Column> | null, step: number): void {
  const last = brought?.steps[brought.steps.length - 1] ?? 0;
  if (own.lastStep < Math.min(last, step)) own.replace(brought);
  else own.truncateAfter(step);
}

/** A model of the page is on its way to replace the run, by a link or an exercise. */
export const opensModel = ({ modelOffer }: PlaygroundState): boolean => modelOffer.offer?.byItself ?? false;

/**
 * Whether the run can be used or replaced. What was begun now would be lost to the model that
 * opens.
 */
export const isReady = (state: PlaygroundState): boolean => state.engine.phase === 'ready' && !opensModel(state);

/**
 * Whether replacing the run loses training steps. A model that has not been trained since it was
 * opened can be opened again.
 */
export function losesSteps(context: Pick<StoreContext, 'get'>): boolean {
  const { run, modelOffer } = context.get();
  const { status } = run;
  const { source } = modelOffer;
  const isUntouched = source?.runId === status?.runId && source?.step === status?.step;
  return status !== null && status.step > 0 && !isUntouched;
}
