/**
 * Runs that differ in one parameter, one after the other, each for the same number of steps. Each
 * is a normal run: it is kept, and the transport pauses and resumes it. A failure ends only the run
 * in which it happens.
 */
import { createStore } from 'zustand/vanilla';
import type { Experiment } from '../../ml/config.ts';
import { isEvaluationStep } from '../../ml/config.ts';
import type { RunStatus } from '../../workers/protocol.ts';
import type { StoreContext } from '../context.ts';
import { isRunning } from '../run-status.ts';
import type { KeptRun, Sweep, SweepRun, SweepState } from '../types/runs.ts';
import type { PlaygroundState } from '../types.ts';
import { giveWay, resumeCutShort } from './cut-short.ts';
import { isOver, type KeptSweep, readKeptSweep } from './kept-sweep.ts';
import type { RunPlace } from './place.ts';
import type { Recorder } from './recorder.ts';
import type { RunList } from './run-list.ts';

export type { Sweep, SweepRun, SweepState } from '../types/runs.ts';

/**
 * How long to wait for samples of the last step: they take a few seconds, on a processor up to a
 * minute.
 */
const lookWaitMs = 60_000;
/**
 * A new engine starts an unsaved run again and trains within this time. After a visitor's Reset,
 * the run does not train.
 */
const anewMs = 4000;

/** Ends the whole sweep. */
class Ended extends Error {
  constructor(readonly phase: 'cancelled' | 'replaced' | 'failed') {
    super(phase);
  }
}

/** Ends one run; the engine has reported why. */
class RunFailed extends Error {}

/** Also offers a sweep that an earlier page left unfinished. */
export async function openSweep(
  context: StoreContext,
  place: RunPlace,
  recorder: Recorder,
  list: RunList,
  compareOnly: (ids: readonly string[]) => void,
): Promise<Sweep> {
  let kept = readKeptSweep(await place.readSweep().catch(() => null));
  const store = createStore<SweepState>(() =>
    kept
      ? { parameter: kept.parameter, steps: kept.steps, runs: kept.runs, phase: 'unfinished' }
      : { parameter: null, steps: 0, runs: [], phase: 'none' },
  );
  const { getState: get, setState: patch } = store;
  let stop = new AbortController();

  const keep = (next: KeptSweep | null): void => {
    kept = next;
    // A sweep that cannot be stored is not offered after a reload; the list of runs reports that
    // nothing can be written.
    place.writeSweep(next).catch(() => {});
  };
  const note = (place: number, change: Partial<SweepRun>): void => {
    patch({ runs: get().runs.map((run, index) => (index === place ? { ...run, ...change } : run)) });
    if (kept) keep({ ...kept, runs: get().runs });
  };

  /**
   * Resolves with the first state for which `isSo` returns true, or after `withinMs`. `isSo` is
   * called at each change, and may throw.
   */
  function until(isSo: (state: PlaygroundState) => boolean, withinMs?: number): Promise<void> {
    const { signal } = stop;
    return new Promise((resolve, reject) => {
      let over = false;
      const end = (finish: () => void): void => {
        over = true;
        clearTimeout(timer);
        unsubscribe();
        signal.removeEventListener('abort', aborted);
        finish();
      };
      const aborted = (): void => end(() => reject(new Ended('cancelled')));
      const look = (): void => {
        if (over) return;
        try {
          if (isSo(context.get())) end(resolve);
        } catch (error) {
          end(() => reject(error));
        }
      };
      const unsubscribe = context.subscribe(look);
      const timer = withinMs === undefined ? undefined : setTimeout(() => end(resolve), withinMs);
      signal.addEventListener('abort', aborted);
      if (signal.aborted) aborted();
      else look();
    });
  }

  const engineIsThere = (): Promise<void> =>
    until(({ engine }) => {
      if (engine.phase === 'given-up') throw new Ended('failed');
      return engine.phase === 'ready';
    });

  /**
   * Trains to `steps`, or to the run's end. The visitor may pause it meanwhile; after an engine has
   * died, the next one continues it.
   */
  async function trained(begun: RunStatus, steps: number, place: number): Promise<void> {
    let runId = begun.runId;
    let known: string | null = null;
    let anew: ReturnType<typeof setTimeout> | undefined;
    let leftAlone = false;
    let engineEnded = false;
    let pausing = false;
    try {
      await until(({ run: { status }, engine }) => {
        if (engine.phase === 'given-up') throw new Ended('failed');
        if (leftAlone) throw new Ended('replaced');
        engineEnded ||= engine.phase !== 'ready';
        if (!status || engine.phase !== 'ready') return false;
        if (status.runId !== runId) {
          // Only a new engine starts the same run under another name. Otherwise the visitor has
          // opened a similar run.
          const isSame = JSON.stringify(status.experiment) === JSON.stringify(begun.experiment);
          if (!engineEnded || !isSame) throw new Ended('replaced');
          runId = status.runId;
          anew = setTimeout(() => {
            leftAlone = context.get().run.status?.step === 0 && !isRunning(context.get().run.status);
            if (leftAlone) context.patch('run', {}); // triggers another check of the condition
          }, anewMs);
        }
        const id = recorder.shownId();
        if (id !== known) note(place, { id });
        known = id;
        if (status.phase === 'failed') throw new RunFailed();
        if (status.phase === 'finished' || (!isRunning(status) && status.step >= steps)) return true;
        // A new engine does not know the last step, so the sweep pauses it here.
        if (status.step > steps && !pausing) {
          pausing = true;
          void context.get().run.pause();
        }
        return false;
      });
    } finally {
      clearTimeout(anew);
    }
  }

  /** Waits for samples of the last step, if the engine makes any. */
  async function looked(): Promise<void> {
    const { run, look } = context.get();
    const { status } = run;
    if (status?.network.kind !== 'diffusion' || !isEvaluationStep(status.step, look.evaluateEvery)) return;
    await until(({ evaluation }) => (evaluation.newest?.step ?? 0) >= status.step, lookWaitMs);
  }

  /** Continues an interrupted run from its last save; null if it has to start again. */
  async function cameBack(place: number): Promise<RunStatus | null> {
    const run = keptOf(get().runs[place]);
    if (!run) return null;
    note(place, { phase: 'training' });
    // A damaged save counts as none.
    const status = await resumeCutShort(context, list, recorder, run).catch(() => null);
    if (!status) await giveWay(list, run);
    return status;
  }

  async function fresh(experiment: Experiment, place: number): Promise<RunStatus> {
    note(place, { phase: 'training', id: null });
    // The form is the visitor's: changes made there meanwhile are not overwritten.
    const begun = await context.call.reset(experiment);
    context.runStatus.take(begun);
    return begun;
  }

  const keptOf = (run: SweepRun | undefined): KeptRun | null => {
    const kept = run?.id ? list.find(run.id) : undefined;
    return kept && !kept.removed ? kept : null;
  };

  async function runOne(experiment: Experiment, steps: number, place: number): Promise<void> {
    await engineIsThere();
    await recorder.settle();
    const begun = (await cameBack(place)) ?? (await fresh(experiment, place));
    context.runStatus.take(await context.call.train(steps));
    await trained(begun, steps, place);
    note(place, { phase: 'looking' });
    await looked();
    await recorder.settle();
  }

  async function each({ parameter, steps, experiment }: KeptSweep): Promise<void> {
    const { signal } = stop;
    for (const [place, run] of get().runs.entries()) {
      if (isOver(run)) continue;
      // The page was closed after all of its steps had been trained.
      if ((keptOf(run)?.step ?? 0) >= steps) {
        note(place, { phase: 'done' });
        continue;
      }
      const { value } = run;
      try {
        await runOne({ ...experiment, [parameter]: value }, steps, place);
        note(place, { phase: 'done' });
      } catch (error) {
        if (error instanceof Ended) throw error;
        if (signal.aborted) throw new Ended('cancelled');
        if (!(error instanceof RunFailed)) context.get().notices.report(error);
        note(place, { phase: 'failed' });
      }
    }
  }

  async function run(sweep: KeptSweep): Promise<void> {
    stop = new AbortController();
    const { parameter, steps, runs } = sweep;
    const release = place.holdSweep();
    patch({ parameter, steps, runs, phase: 'running' });
    keep(sweep);
    recorder.sweeping(parameter);
    compareOnly(runs.flatMap(({ id }) => id ?? []));
    try {
      await each(sweep);
      patch({ phase: 'done' });
    } catch (error) {
      patch({ phase: error instanceof Ended ? error.phase : 'failed' });
    } finally {
      recorder.sweeping(null);
      // After a failure of the engine the sweep stays stored: it may continue after a reload.
      if (get().phase !== 'failed') keep(null);
      release();
    }
  }

  return {
    store,
    async start({ parameter, values, steps, experiment }) {
      if (get().phase === 'running') return;
      await run({ parameter, steps, experiment, runs: values.map((value) => ({ value, phase: 'waiting', id: null })) });
    },
    async goOn() {
      if (get().phase !== 'unfinished' || !kept) return;
      await run({
        ...kept,
        runs: kept.runs.map((run) => (isOver(run) ? run : { ...run, phase: 'waiting' })),
      });
    },
    drop() {
      if (get().phase !== 'unfinished') return;
      patch({ parameter: null, steps: 0, runs: [], phase: 'none' });
      keep(null);
    },
    cancel() {
      if (get().phase !== 'running') return;
      stop.abort();
      if (isRunning(context.get().run.status)) void context.get().run.pause();
    },
  };
}
