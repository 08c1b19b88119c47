import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { evaluationAt, visit } from './keeping.testing.ts';
import { runLimits } from './kept-run.ts';
import { memoryPlace, openRunPlace, type RunPlace } from './place.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('keeps a run from its first step: curves, settings, pictures and, once it has paused, its checkpoint', async () => {
  const { runs, trained, script, selected } = await visit();
  expect(runs()).toEqual([]);
  await trained(30);
  const [run] = runs();
  expect(run).toMatchObject({ number: 1, name: null, step: 30, phase: 'resting', comparedWithRunBefore: false });
  expect(run?.experiment.seed).toBe(7);
  expect(run?.curve.steps).toHaveLength(30);
  expect(run?.heldOut.raw).toEqual(Float32Array.of(1 / 30));
  expect(run?.looks.map(({ step }) => step)).toEqual([30]);
  expect(run?.checkpoint?.step).toBe(30);
  expect(selected()).toEqual([run?.id]);
  expect(script.calls.filter((call) => call === 'save')).toHaveLength(1);
});

it('writes nothing during a step', async () => {
  const place = memoryPlace(true);
  const write = vi.spyOn(place, 'merge');
  const { state, script, settled } = await visit(place);
  await state().run.train();
  script.advance(1);
  await vi.advanceTimersByTimeAsync(200);
  const begun = write.mock.calls.length;
  for (let step = 0; step < 100; step += 1) {
    script.advance(1);
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(write.mock.calls.length - begun).toBeLessThanOrEqual(1);
  await settled();
  expect(script.calls).not.toContain('save');
});

it('takes the checkpoint of a run just before another replaces it', async () => {
  const { state, script, settled, runs } = await visit();
  await state().run.train();
  script.advance(5);
  await settled();
  state().run.edit({ seed: 8, learningRate: state().run.draft.learningRate / 2 });
  await state().run.reset();
  expect(script.calls.slice(-2)).toEqual(['save', 'reset 8']);
  expect(runs()[0]?.checkpoint?.step).toBe(5);
  await state().run.train();
  script.advance(3);
  await settled();
  expect(runs()).toHaveLength(2);
  expect(runs()[1]).toMatchObject({ number: 2, comparedWithRunBefore: true, colour: 1 });
  expect(runs()[1]?.comparedWith.seed).toBe(7);
});

it('does not make a Reset wait long for a checkpoint that does not come', async () => {
  const { state, script, settled, runs, notices } = await visit();
  await state().run.train();
  script.advance(5);
  await settled();
  script.holdSave();
  const reset = state().run.reset();
  await vi.advanceTimersByTimeAsync(16_000);
  await reset;
  expect(state().run.status?.step).toBe(0);
  expect(runs()[0]).toMatchObject({ step: 5, checkpoint: null });
  expect(notices()).toEqual([]);
});

it('keeps a run that cannot be saved without a checkpoint, and says why', async () => {
  const page = await visit();
  page.script.saveFails = true;
  await page.trained(12);
  expect(page.runs()[0]).toMatchObject({ step: 12, checkpoint: null, noCheckpoint: 'not-saved' });
  expect(page.notices()).toEqual([]);
});

it('has the runs again at the next visit, except a damaged one, which is dropped', async () => {
  const place = memoryPlace(true);
  const first = await visit(place);
  await first.trained(10);
  await first.state().run.reset();
  await first.trained(20);
  const [one, two] = first.runs();
  if (!one || !two) throw new Error('two runs are expected');
  await place.merge(one.id, () => ({ ...one, curve: { ...one.curve, losses: new Float32Array(3) } }));
  const second = await visit(place);
  expect(second.runs()).toEqual([two]);
  expect(second.kept.list.getState().damaged).toBe(1);
  expect(await place.ids()).toEqual([two.id]);
});

it('renames, stars, colours, deletes and restores a run, and stores each change', async () => {
  const place = memoryPlace(true);
  const first = await visit(place);
  await first.trained(10);
  const id = first.runs()[0]?.id ?? '';
  first.kept.rename(id, `  ${'n'.repeat(100)}`);
  first.kept.star(id, true);
  first.kept.colour(id, 5);
  first.kept.remove(id);
  await first.settled();
  expect([first.runs(), first.selected()]).toEqual([[], []]);
  first.kept.takeBack();
  await first.settled();
  const changed = { name: 'n'.repeat(runLimits.name), starred: true, colour: 5 };
  expect(first.runs()).toMatchObject([changed]);
  expect((await visit(place)).runs()).toMatchObject([changed]);
  first.kept.rename(id, ' ');
  expect(first.runs()[0]?.name).toBeNull();
  first.kept.remove(id);
  await first.settled();
  expect((await visit(place)).runs()).toEqual([]);
  // After a day the deletion can no longer be undone.
  vi.setSystemTime(Date.now() + 25 * 3_600_000);
  await visit(place);
  expect(await place.ids()).toEqual([]);
});

it('restores in one page a run that was deleted there, even if another page was opened meanwhile', async () => {
  const place = memoryPlace(true);
  const first = await visit(place);
  await first.trained(10);
  const id = first.runs()[0]?.id ?? '';
  first.kept.remove(id);
  await first.settled();
  expect((await visit(place)).runs()).toEqual([]);
  first.kept.takeBack();
  await first.settled();
  expect(await place.readCheckpoint(id)).toBeInstanceOf(Blob);
  expect((await visit(place)).runs()).toMatchObject([{ id, checkpoint: { step: 10 } }]);
});

it('writes only its own changes, and leaves those of another page', async () => {
  const place = memoryPlace(true);
  const first = await visit(place);
  await first.trained(1);
  const id = first.runs()[0]?.id ?? '';
  const second = await visit(place);
  first.kept.rename(id, 'named in the first');
  await first.trained(9);
  second.kept.star(id, true);
  await second.settled();
  const together = { name: 'named in the first', step: 10, starred: true };
  expect(second.runs()).toMatchObject([together]);
  expect((await visit(place)).runs()).toMatchObject([together]);

  first.kept.remove(id);
  first.kept.forgetRemoved();
  await first.settled();
  second.kept.colour(id, 3);
  await second.settled();
  expect(second.runs()).toEqual([]);
});

it('rejects a curve in which a number is missing', async () => {
  const place = memoryPlace(true);
  const first = await visit(place);
  await first.trained(10);
  const [run] = first.runs();
  if (!run) throw new Error('a run is expected');
  await place.merge(run.id, () => ({
    ...run,
    curve: { ...run.curve, losses: run.curve.losses.map(() => Number.NaN) },
  }));
  expect((await visit(place)).kept.list.getState().damaged).toBe(1);
});

it('records nothing more of a run that was deleted for good in training', async () => {
  const { kept, runs, state, script, settled } = await visit();
  await state().run.train();
  script.advance(5);
  await settled();
  kept.remove(runs()[0]?.id ?? '');
  kept.forgetRemoved();
  script.advance(5);
  await settled();
  expect(runs()).toEqual([]);
});

it('opens a run from its checkpoint, with its pictures, and continues the same kept run', async () => {
  const place = memoryPlace(true);
  const first = await visit(place);
  await first.trained(10);
  const { kept, runs, state, script, settled, trained, notices, playground } = await visit(place);
  await trained(4);
  const [id = ''] = runs().map((run) => run.id);
  // A checkpoint contains losses, but no gradient norms.
  script.history = { steps: Float64Array.of(1, 5, 10), losses: Float32Array.of(3, 2, 1) };
  await kept.open(id, 'the first');
  expect(playground.metrics.view()).toMatchObject({
    losses: script.history.losses,
    gradientNorms: Float32Array.of(0.5, 0.5, 0.5),
  });
  await settled();
  expect(notices()).toEqual(['importedRun']);
  expect(state().run.status?.step).toBe(10);
  expect(state().evaluation.history.map(({ step }) => step)).toEqual([10]);
  expect(kept.comparison.getState().shownId).toBe(id);
  await state().run.train();
  script.advance(5);
  await settled();
  expect(runs().map(({ step }) => step)).toEqual([15, 4]);
});

it('says so if a run has no checkpoint, and loses nothing', async () => {
  const place = memoryPlace(true);
  await (await visit(place)).trained(10);
  const { kept, runs, notices, state } = await visit(place);
  const [run] = runs();
  await place.removeCheckpoint(run?.id ?? '');
  await kept.open(run?.id ?? '', 'gone');
  expect(notices()).toEqual(['nothing-saved']);
  expect(state().run.status?.step).toBe(0);
});

it('goes on with a run that was reset and restored', async () => {
  const { state, trained, runs, script, settled } = await visit();
  await trained(300);
  await state().run.reset();
  await state().run.takeBack();
  await state().run.train();
  script.advance(10);
  await settled();
  expect(runs().map(({ step }) => step)).toEqual([310]);
});

it('offers the run before a Reset again after a reload, until it is restored', async () => {
  const place = memoryPlace(true);
  const first = await visit(place);
  await first.trained(300);
  await first.state().run.reset();
  expect(first.host.reset).toEqual({ runId: first.runs()[0]?.id, step: 300 });
  const { state, notices, settled, host } = await visit(place, undefined, first.host.reset);
  await settled();
  expect(state().notices.list).toMatchObject([{ kind: 'reset', step: 300 }]);
  state().notices.takeBackReset(state().notices.list[0]?.id ?? -1, 'the run');
  await settled();
  expect(state().run.status?.step).toBe(300);
  expect(host.reset).toBeNull();
  expect(notices()).toEqual(['importedRun']);
});

it('shows the changes of the learning rate again when a kept run is opened', async () => {
  const place = memoryPlace(true);
  const first = await visit(place);
  await first.trained(5);
  const { learningRate: from } = first.state().run.draft;
  first.state().run.edit({ learningRate: 1 });
  await first.trained(5);
  const changes = [{ after: 5, from, to: 1 }];
  expect(first.state().run.rateChanges).toEqual(changes);
  const { kept, runs, state, settled } = await visit(place);
  expect(runs()[0]?.rateChanges).toEqual(changes);
  await kept.open(runs()[0]?.id ?? '', 'it');
  await settled();
  expect(state().run.rateChanges).toEqual(changes);
});

it('keeps a run that goes on with another batch size as a run of its own', async () => {
  const { state, trained, runs, script, settled } = await visit();
  await trained(20);
  await state().run.trainWithBatchSize(16);
  script.advance(5);
  await settled();
  expect(runs().map(({ step, experiment }) => [step, experiment.batchSize])).toEqual([
    [20, 64],
    [25, 16],
  ]);
});

it('shows the answers of a network that answers in one pass', async () => {
  const { state, script, settled, runs } = await visit(memoryPlace(true), '#v=1&recipe=article&seed=7');
  const { samples } = evaluationAt(1);
  await state().run.train();
  for (const step of [1, 2]) {
    script.events().preview({ step, timesteps: null, clean: samples, noisy: samples, output: samples });
    script.advance(1);
    await settled();
  }
  await settled();
  expect(runs()[0]?.looks).toMatchObject([
    { step: 1, evaluation: null },
    { step: 2, evaluation: null },
  ]);
});

it('thins the pictures of a long run evenly', async () => {
  const { state, script, settled, runs } = await visit();
  await state().run.train();
  for (let step = 1; step <= 60; step += 1) {
    script.advance(1);
    script.events().evaluation(evaluationAt(step));
  }
  await settled();
  const steps = runs()[0]?.looks.map(({ step }) => step) ?? [];
  expect(steps.length).toBeLessThanOrEqual(runLimits.looks);
  expect([steps[0], steps.at(-1)]).toEqual([1, 60]);
});

it('keeps runs in memory if the browser stores nothing, and says so', async () => {
  const { trained, runs, kept } = await visit(memoryPlace());
  expect(kept.list.getState().trouble).toBe('memory');
  await trained(10);
  expect(runs()[0]?.checkpoint?.step).toBe(10);
});

/** Refuses to store more than `room` checkpoints. */
function smallPlace(room: number): RunPlace {
  const place = memoryPlace(true);
  const there = new Set<string>();
  return {
    ...place,
    async writeCheckpoint(id, zip) {
      if (!there.has(id) && there.size >= room) throw new DOMException('full', 'QuotaExceededError');
      there.add(id);
      await place.writeCheckpoint(id, zip);
    },
    async removeCheckpoint(id) {
      there.delete(id);
      await place.removeCheckpoint(id);
    },
  };
}

it('if there is no room, gives up only the oldest checkpoint without a star', async () => {
  const { trained, runs, kept, state } = await visit(smallPlace(2));
  await trained(10);
  kept.star(runs()[0]?.id ?? '', true);
  for (const steps of [11, 12]) {
    await state().run.reset();
    await trained(steps);
  }
  expect(runs().map(({ checkpoint, noCheckpoint }) => [checkpoint?.step ?? null, noCheckpoint])).toEqual([
    [10, null],
    [null, 'room'],
    [12, null],
  ]);
  expect(runs().map(({ looks }) => looks.length)).toEqual([1, 1, 1]);
  expect(kept.list.getState()).toMatchObject({ gaveUp: 1, trouble: null });
});

it('keeps what does not fit until the page is closed', async () => {
  const { trained, runs, kept, state } = await visit(smallPlace(0));
  await trained(10);
  expect(kept.list.getState().trouble).toBe('full');
  const id = runs()[0]?.id ?? '';
  await state().run.reset();
  await kept.open(id, 'from memory');
  expect(state().run.status?.step).toBe(10);
});

it('falls back to memory without IndexedDB', async () => {
  expect((await openRunPlace()).lasting).toBe(false);
});
