import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recipes } from '../../ml/config.ts';
import { PlaygroundError } from '../../ml/errors.ts';
import { evaluationAt, visit } from './keeping.testing.ts';
import { readKeptSweep } from './kept-sweep.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const experiment = { ...recipes.tiny.experiment, seed: 7 };
const plan = { parameter: 'seed', values: [1, 2, 3], steps: 25, experiment } as const;

async function begun() {
  const page = await visit();
  const ended = page.kept.sweep.start(plan);
  await vi.advanceTimersByTimeAsync(200);
  const phases = () => page.kept.sweep.store.getState().runs.map(({ phase }) => phase);
  return { ...page, ended, phases, phase: () => page.kept.sweep.store.getState().phase };
}
type Begun = Awaited<ReturnType<typeof begun>>;

/** The current run takes its steps, and its samples arrive. */
async function through({ script }: Begun, steps = 25): Promise<void> {
  script.advance(steps);
  await vi.advanceTimersByTimeAsync(200);
  script.events().evaluation(evaluationAt(25));
  await vi.advanceTimersByTimeAsync(200);
}

it('trains each value for the same number of steps, and keeps each as a run like any other', async () => {
  const page = await begun();
  expect(page.phases()).toEqual(['training', 'waiting', 'waiting']);
  for (let run = 0; run < 3; run += 1) await through(page);
  await page.ended;
  expect([page.phase(), page.phases()]).toEqual(['done', ['done', 'done', 'done']]);
  expect(page.runs().map((run) => [run.experiment.seed, run.step, run.swept, run.checkpoint?.step])).toEqual(
    [1, 2, 3].map((seed) => [seed, 25, 'seed', 25]),
  );
  expect(page.selected()).toEqual(page.runs().map(({ id }) => id));
  expect(page.script.calls.filter((call) => call.startsWith('reset'))).toEqual(['reset 1', 'reset 2', 'reset 3']);
  expect(page.state().run.draft.seed).toBe(7);
});

it('goes on with the next value after one that failed', async () => {
  const page = await begun();
  const { script } = page;
  script.advance(3);
  await vi.advanceTimersByTimeAsync(200);
  script.events().status({ ...script.status(), phase: 'failed' });
  await vi.advanceTimersByTimeAsync(200);
  expect(page.phases()).toEqual(['failed', 'training', 'waiting']);
  for (let run = 0; run < 2; run += 1) await through(page);
  await page.ended;
  expect(page.phases()).toEqual(['failed', 'done', 'done']);
  expect(page.runs()).toHaveLength(3);
});

it('waits while the visitor has paused it; after Resume the run stops at the same step', async () => {
  const page = await begun();
  const { script, state } = page;
  script.advance(10);
  await state().run.pause();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(page.phases()).toEqual(['training', 'waiting', 'waiting']);
  await state().run.train(); // to the end of the run, as the transport's button does
  await through(page, 30);
  expect(page.runs()[0]).toMatchObject({ step: 40, phase: 'resting' });
});

it('survives the death of the engine', async () => {
  const page = await begun();
  const { script } = page;
  script.advance(10);
  await vi.advanceTimersByTimeAsync(200);
  script.autosave = {
    runId: script.status().runId,
    origin: 'seed',
    experiment: script.status().experiment,
    step: 8,
    epoch: 0,
    savedAt: 0,
  };
  script.die();
  await vi.advanceTimersByTimeAsync(200);
  await through(page, 18);
  expect(page.phases()).toEqual(['done', 'training', 'waiting']);
  expect(page.runs()[0]?.experiment.seed).toBe(1);
});

it('stops if the visitor stops it or begins another run', async () => {
  const first = await begun();
  first.script.advance(5);
  await vi.advanceTimersByTimeAsync(200);
  first.kept.sweep.cancel();
  await first.ended;
  await first.settled();
  expect([first.phase(), first.script.status().phase]).toEqual(['cancelled', 'paused']);
  expect(first.runs()[0]).toMatchObject({ step: 5, phase: 'resting' });

  const second = await begun();
  second.script.advance(5);
  await vi.advanceTimersByTimeAsync(200);
  await second.kept.tryOut({ ...experiment, seed: 99 });
  await second.ended;
  expect(second.phase()).toBe('replaced');
  expect(second.script.status()).toMatchObject({ phase: 'training', experiment: { seed: 99 } });
});

it('does not continue in a kept run with the same settings that is opened meanwhile', async () => {
  const page = await begun();
  await through(page);
  page.script.advance(5);
  await vi.advanceTimersByTimeAsync(200);
  const { experiment } = page.script.status();
  page.script.events().status({ ...page.script.status(), runId: 'opened', experiment, phase: 'paused', step: 1 });
  await vi.advanceTimersByTimeAsync(200);
  await page.ended;
  expect(page.phase()).toBe('replaced');
});

it('ends with a Reset in the middle', async () => {
  const page = await begun();
  page.script.advance(5);
  await vi.advanceTimersByTimeAsync(200);
  await page.state().run.reset();
  await vi.advanceTimersByTimeAsync(5000);
  await page.ended;
  expect(page.phase()).toBe('replaced');
});

it('ends if no engine is left', async () => {
  const page = await begun();
  page.script.advance(5);
  await vi.advanceTimersByTimeAsync(200);
  page.script.die(new PlaygroundError('part-missing', { part: 'engine' }));
  await page.ended;
  expect(page.phase()).toBe('failed');
});

it('leaves the form alone if the visitor chooses a recipe meanwhile', async () => {
  const page = await begun();
  page.state().run.choose('quick');
  const chosen = page.state().run.draft;
  for (let run = 0; run < 3; run += 1) await through(page);
  await page.ended;
  expect(page.phase()).toBe('done');
  expect(page.state().run.draft).toEqual(chosen);
});

it('is offered again after a reload, and goes on with the value that was interrupted', async () => {
  const first = await begun();
  await through(first);
  first.script.advance(5);
  await vi.advanceTimersByTimeAsync(200);
  const kept = await first.place.readSweep();

  const next = await visit(first.place);
  const { store, goOn } = next.kept.sweep;
  expect(store.getState()).toMatchObject({ phase: 'unfinished', parameter: 'seed', steps: 25 });
  expect(store.getState().runs.map(({ phase }) => phase)).toEqual(['done', 'training', 'waiting']);
  const ended = goOn();
  await vi.advanceTimersByTimeAsync(200);
  const phases = () => store.getState().runs.map(({ phase }) => phase);
  const page = { ...next, ended, phases, phase: () => store.getState().phase };
  expect(phases()).toEqual(['done', 'training', 'waiting']);
  for (let run = 0; run < 2; run += 1) await through(page);
  await ended;
  expect([page.phase(), phases()]).toEqual(['done', ['done', 'done', 'done']]);
  expect(next.script.calls.filter((call) => call.startsWith('reset'))).toEqual(['reset 2', 'reset 3']);
  expect(await next.place.readSweep()).toBeNull();
  expect(kept).not.toBeNull();
});

/** A page that was reloaded during the first value, at this step of 25. */
async function reloadedAt(step: number) {
  const first = await begun();
  first.script.advance(step);
  await vi.advanceTimersByTimeAsync(200);
  await first.kept.flush();
  const { runId, experiment } = first.script.status();
  const next = await visit(first.place);
  const { goOn, store } = next.kept.sweep;
  const phases = () => store.getState().runs.map(({ phase }) => phase);
  const rows = () => next.runs().map((run) => [run.experiment.seed, run.step]);
  return { ...next, goOn, phases, rows, saved: { runId, experiment, origin: 'seed', epoch: 0, savedAt: 0 } as const };
}

it('counts a value as done if all of its steps were taken before the reload', async () => {
  const { goOn, phases, rows, script } = await reloadedAt(25);
  void goOn();
  await vi.advanceTimersByTimeAsync(200);
  expect(phases()).toEqual(['done', 'training', 'waiting']);
  expect(script.calls.filter((call) => call.startsWith('reset'))).toEqual(['reset 2']);
  expect(rows()).toEqual([[1, 25]]);
});

it('goes on with the interrupted value from its last save, in the same row', async () => {
  const { goOn, phases, rows, script, saved } = await reloadedAt(24);
  script.autosave = { ...saved, step: 24 };
  void goOn();
  await vi.advanceTimersByTimeAsync(200);
  expect(script.calls).toContain('load');
  expect(phases()[0]).toBe('training');
  script.advance(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(rows()).toEqual([[1, 25]]);
});

it('begins the value anew if nothing of it was saved, and leaves no second row', async () => {
  const { goOn, rows, script } = await reloadedAt(24);
  void goOn();
  await vi.advanceTimersByTimeAsync(200);
  script.advance(3);
  await vi.advanceTimersByTimeAsync(5000);
  expect(script.calls.filter((call) => call.startsWith('reset'))).toEqual(['reset 1']);
  expect(rows()).toEqual([[1, 3]]);
});

it('is dropped for good if the visitor drops it, and not offered if it is damaged', async () => {
  const first = await begun();
  const kept = await first.place.readSweep();
  const next = await visit(first.place);
  next.kept.sweep.drop();
  expect(next.kept.sweep.store.getState()).toMatchObject({ phase: 'none', runs: [] });
  expect((await visit(first.place)).kept.sweep.store.getState().phase).toBe('none');
  expect(readKeptSweep(kept)).not.toBeNull();
  expect(readKeptSweep({ ...plan, runs: [{ value: -1, phase: 'waiting', id: null }] })).toBeNull();
});
