/**
 * The kept runs: the list, the comparison, and what can be done with one run. Loaded after a run's
 * first steps, and with the Runs view.
 */
import { createStore } from 'zustand/vanilla';
import { lookDefaults } from '../../ml/config.ts';
import { PlaygroundError } from '../../ml/errors.ts';
import { encodeLink } from '../../share/link.ts';
import { withoutLink } from '../../share/link-address.ts';
import type { StoreContext } from '../context.ts';
import { isRunning } from '../run-status.ts';
import type { ComparisonState, KeptRun, KeptRuns } from '../types/runs.ts';
import { runLimits } from './kept-run.ts';
import type { RunPlace } from './place.ts';
import { createRecorder } from './recorder.ts';
import { createRunList, listed } from './run-list.ts';
import { openSweep } from './sweep.ts';

export type { ComparisonState, KeptRuns } from '../types/runs.ts';

/** Each compared run has a colour of its own. */
const mostCompared = 8;

/** Runs of an earlier visit that are compared when the page opens. */
const comparedAtFirst = 3;

export async function openKeptRuns(
  context: StoreContext,
  place: RunPlace,
  pageAddress: () => string,
): Promise<KeptRuns> {
  const list = createRunList(place);
  await list.read();
  const comparison = createStore<ComparisonState>(() => ({
    selected: list.store
      .getState()
      .runs.slice(-comparedAtFirst)
      .map(({ id }) => id),
    shownId: null,
  }));
  const runs = (): readonly KeptRun[] => list.store.getState().runs;

  const compareOnly = (ids: readonly string[]): void => {
    const known = listed(runs()).filter(({ id }) => ids.includes(id));
    comparison.setState({ selected: known.map(({ id }) => id) });
  };

  function select(id: string, selected: boolean): void {
    const others = comparison.getState().selected.filter((other) => other !== id);
    compareOnly(selected ? [...others.slice(-(mostCompared - 1)), id] : others);
  }

  const recorder = createRecorder(context, list, ({ id }) => select(id, true));
  const noteShown = (): void => {
    const shownId = recorder.shownId();
    if (shownId !== comparison.getState().shownId) comparison.setState({ shownId });
  };
  context.subscribe(noteShown);
  list.store.subscribe(noteShown);
  noteShown();

  const sweep = await openSweep(context, place, recorder, list, compareOnly);

  async function forgetRemoved(): Promise<void> {
    for (const { id, removed } of runs()) if (removed) await list.drop(id);
  }

  /** The kept checkpoint of the run; without one, its last autosave. */
  async function zipOf(run: KeptRun): Promise<Blob> {
    const kept = await list.checkpointOf(run.id);
    if (kept) return kept;
    const saved = await context.call.savedCheckpoint(run.runId);
    if (!saved) throw new PlaygroundError('nothing-saved');
    return new Blob([saved]);
  }

  return {
    list: list.store,
    comparison,
    sweep,
    select,
    compareOnly,
    rename(id, text) {
      const name = text.trim().slice(0, runLimits.name) || null;
      if (name !== list.find(id)?.name) list.update(id, { name });
    },
    colour: (id, colour) => list.update(id, { colour }),
    star: (id, starred) => list.update(id, { starred }),
    remove(id) {
      select(id, false);
      void forgetRemoved().then(() => list.update(id, { removed: true, removedAt: Date.now() }));
    },
    takeBack() {
      for (const { id, removed } of runs()) {
        if (!removed) continue;
        list.update(id, { removed: false, removedAt: 0 });
        select(id, true);
      }
    },
    forgetRemoved: () => void forgetRemoved(),
    checkpointOf(runId) {
      const run = listed(runs()).find((run) => run.runId === runId);
      return run?.checkpoint ? { id: run.id, step: run.checkpoint.step } : null;
    },
    async canOpen(id) {
      const run = list.find(id);
      if (!run) return false;
      return run.checkpoint !== null || context.call.isSaved(run.runId);
    },
    async open(id, name) {
      const run = list.find(id);
      const before = context.get().run.status?.runId;
      if (!run) return;
      try {
        const zip = await zipOf(run);
        await context.get().share.importCheckpoint(Object.assign(zip, { name }));
        const { status } = context.get().run;
        if (status && status.runId !== before) recorder.continues(status.runId, id);
        select(id, true);
      } catch (error) {
        context.get().notices.report(error);
      }
    },
    async startAgain(id) {
      const run = list.find(id);
      if (run) await context.get().run.startWith(run.experiment, 'runs');
    },
    tryOut: (experiment) => context.get().run.startWith(experiment, 'runs'),
    link(id) {
      const experiment = list.find(id)?.experiment ?? context.get().run.draft;
      const own = context.get().dataSets.own.find((set) => set.id === experiment.data);
      return withoutLink(pageAddress()) + encodeLink({ experiment, look: lookDefaults }, own);
    },
    zipOf,
    settle: (zip) => recorder.settle(zip),
    continues(runId, formerRunId) {
      const former = runs().find((run) => run.runId === formerRunId);
      if (former) recorder.continues(runId, former.id);
    },
    async flush() {
      if (isRunning(context.get().run.status)) recorder.note();
      await list.flush();
    },
  };
}
