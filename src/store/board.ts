/**
 * Pictures made from the same noise in several ways: the lanes of a race, the cells of a
 * comparison, a walk.
 */
import { createStore } from 'zustand/vanilla';
import { reportOf } from '../ml/errors.ts';
import type { GenerateRequest, GenerateStep } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { runSet } from './data-sets.ts';
import { pixelsPerStep, stepsOf } from './denoising-work.ts';
import { beginPace, withSteps } from './pace.ts';
import { samplingFor } from './sampling.ts';
import type { Board, BoardCall, BoardCell, BoardState, OpenedModels } from './types/paint.ts';

export type { Board, BoardCall, BoardCell, BoardState } from './types/paint.ts';

/**
 * Shortest time in ms between two notifications of the board's listeners: four fast lanes would
 * render the page a thousand times a second.
 */
const notifiedEveryMs = 33;

/**
 * `order`: `together` advances all cells step by step, so that the visitor sees them run in
 * parallel. The device takes one step at a time, so the total time is the same as one after the
 * other. `in-turn` makes one cell after another, and needs the memory of only one.
 */
export function createBoard(context: StoreContext, models: OpenedModels, order: 'together' | 'in-turn'): Board {
  const store = createStore<BoardState>(() => ({ busy: false, pace: null, stopping: false, cells: [] }));
  let aborter = new AbortController();

  async function paint(asked: readonly BoardCall[]): Promise<void> {
    aborter.abort();
    aborter = new AbortController();
    const { signal } = aborter;
    let cells = asked.map((call) => waiting(call, context.get().look.generateSeed));
    let notified = 0;
    let pace = beginPace(null);
    let passes = 0;
    let allSteps = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** The time of the newest step of any cell. */
    let newest = performance.now();

    const tell = (): void => {
      clearTimeout(timer);
      timer = undefined;
      notified = performance.now();
      // Not if another call has taken over the board.
      if (aborter.signal === signal) store.setState({ cells, pace });
    };
    const change = (index: number, news: Partial<BoardCell>): void => {
      cells = cells.map((cell, i) => (i === index ? { ...cell, ...news } : cell));
      if (news.state) tell();
      else timer ??= setTimeout(tell, Math.max(0, notified + notifiedEveryMs - performance.now()));
    };
    const timeOf = (index: number): number => {
      const now = performance.now();
      const passed = now - newest;
      newest = now;
      return (cells[index]?.milliseconds ?? 0) + passed;
    };

    async function one(request: GenerateRequest, index: number): Promise<void> {
      change(index, { state: 'painting', sampling: request.sampling, total: request.sampling.steps });
      const times = paceOf(context, request);
      const onStep = (step: GenerateStep): void => {
        const { predicted: pictures, index: at, total } = step;
        const milliseconds = timeOf(index);
        // A sketch begins on the way.
        if (times.seen === 0) allSteps -= at;
        times.take(milliseconds);
        passes += 1;
        pace = withSteps(pace, Math.min(passes, allSteps), allSteps);
        change(index, { pictures, calls: at + 1, total, milliseconds });
      };
      const result = await context.call.generate(request, signal, onStep).finally(times.end);
      const { samples, sampling, step } = result;
      const { calls, total } = cells[index] ?? { calls: 0, total: 0 };
      const inOnePass = sampling ? {} : { calls: 1, total: 1 };
      const milliseconds = timeOf(index);
      change(index, { state: 'done', pictures: samples, sampling, step, calls, total, milliseconds, ...inOnePass });
    }

    /** A failure ends only its own cell. */
    async function attempt(index: number, work: () => Promise<void>): Promise<void> {
      try {
        await work();
      } catch (error) {
        const isCancelled = signal.aborted;
        change(index, isCancelled ? { state: 'cancelled' } : { state: 'failed', failure: reportOf(error) });
      }
    }

    store.setState({ busy: true, stopping: false, pace, cells });
    // Models are opened first, so that no cell's time includes a download.
    const requests: (GenerateRequest | null)[] = [];
    for (const [index, call] of asked.entries()) {
      await attempt(index, async () => {
        requests[index] = await requestOf(call, signal);
      });
    }
    newest = performance.now();
    allSteps = requests.reduce((sum, request) => sum + (request ? stepsOf(request.sampling) : 0), 0);
    pace = beginPace(allSteps);
    tell();
    const works = asked.map((_, index) => () => {
      const request = requests[index];
      return request ? attempt(index, () => one(request, index)) : Promise.resolve();
    });
    if (order === 'together') await Promise.all(works.map((work) => work()));
    else for (const work of works) await work();
    tell();
    if (aborter.signal === signal) store.setState({ busy: false, stopping: false, pace: null });
  }

  async function requestOf({ source, changes, walk, from }: BoardCall, signal: AbortSignal): Promise<GenerateRequest> {
    const look = { ...context.get().look, ...changes };
    const base = { seed: look.generateSeed, count: look.generateCount, ...(walk && { walk }), ...(from && { from }) };
    if (source === 'run') {
      await context.ready;
      const network = context.get().run.status?.network;
      if (!network) throw new Error('an engine that is ready has a run');
      return { ...base, sampling: samplingFor(look, network, runSet(context.get())) };
    }
    const { model, network, dataSet } = await models.open(source, signal);
    return { ...base, model, sampling: samplingFor(look, network, dataSet) };
  }

  function cancel(): void {
    if (store.getState().busy) store.setState({ stopping: true });
    aborter.abort();
  }

  return { store, paint, cancel };
}

/** Measures the pace of a call by the time that its cell has used. */
function paceOf(context: StoreContext, { model, count, sampling }: GenerateRequest) {
  const { status } = context.get().run;
  const steps = { seen: 0, firstAt: 0, lastAt: 0 };
  return {
    get seen() {
      return steps.seen;
    },
    take(milliseconds: number): void {
      if (steps.seen === 0) steps.firstAt = milliseconds;
      steps.seen += 1;
      steps.lastAt = milliseconds;
    },
    end(): void {
      const { seen, firstAt, lastAt } = steps;
      // The first step includes compiling programs.
      if (model !== undefined || !status || seen < 2) return;
      const pixels = (seen - 1) * pixelsPerStep(status.network, sampling, count);
      context.runStatus.takePace(status.runId, (lastAt - firstAt) / pixels);
    },
  };
}

const waiting = (call: BoardCall, seed: number): BoardCell => ({
  call,
  state: 'waiting',
  sampling: null,
  seed: call.changes.generateSeed ?? seed,
  pictures: null,
  calls: 0,
  total: 0,
  milliseconds: 0,
  step: null,
  failure: null,
});
