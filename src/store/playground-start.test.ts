import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { open, started } from './scripted-page.ts';

const { experiment } = recipes.article;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('at the start', () => {
  it('runs what the link says and names what it could not read', async () => {
    const { state, notices } = await started('#v=1&seed=9&batch=minus&colour=red');
    expect(state().run.status?.experiment).toEqual({ ...experiment, seed: 9 });
    expect(notices()).toEqual(['link']);
    expect(state().share.link()).toBe('https://playground.example/some/path/#v=1&recipe=article&seed=9');
  });

  it('offers the autosave of an earlier visit, and goes on from it on request', async () => {
    const page = open();
    page.script.autosave = {
      runId: 'earlier',
      origin: 'seed',
      experiment: { ...experiment, seed: 5 },
      step: 1240,
      epoch: 1,
      savedAt: 0,
    };
    await page.playground.start();
    const [notice] = page.state().notices.list;
    expect(page.notices()).toEqual(['autosave']);
    page.state().notices.continueAutosave(notice?.id ?? -1);
    await vi.runAllTimersAsync();
    expect(page.notices()).toEqual([]);
    expect(page.state().run.status?.step).toBe(1240);
    expect(page.state().run.draft.seed).toBe(5);
  });

  it.each([
    [
      'a model',
      async ({ state }: ReturnType<typeof open>) =>
        void (await state().share.importCheckpoint(new File([JSON.stringify({ experiment, step: 0 })], 'model.zip'))),
    ],
    ['training', async ({ state }: ReturnType<typeof open>) => void (await state().run.train())],
  ])('withdraws the offer after %s, and discards nothing', async (_, doSomething) => {
    const page = open();
    page.script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 1240, epoch: 1, savedAt: 0 };
    await page.playground.start();
    await page.state().run.step();
    page.state().view.show('paint');
    page.state().view.show('learn');
    expect(page.notices(), 'a step or another view is no use of another kind').toEqual(['autosave']);
    await doSomething(page);
    expect(page.notices()).not.toContain('autosave');
    expect(page.script.calls).not.toContain('discardAutosave');
  });

  it('offers no run of the visitor in an embedded page', async () => {
    const page = open('#v=1&recipe=article&view=paint&embed=1');
    page.script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 1240, epoch: 1, savedAt: 0 };
    await page.playground.start();
    expect(page.notices()).toEqual([]);
  });

  it('offers another saved run on request, and after one has been discarded', async () => {
    const page = open();
    const saved = { origin: 'seed', experiment, epoch: 1, savedAt: 0 } as const;
    page.script.autosave = { ...saved, runId: 'newest', step: 20 };
    page.script.otherAutosave = { autosave: { ...saved, runId: 'older', step: 5000 }, others: true };
    await page.playground.start();
    const offers = () =>
      page.state().notices.list.flatMap((one) => (one.kind === 'autosave' ? [one.autosave.step] : []));
    const press = async (name: 'offerAnother' | 'discardAutosave') => {
      page.state().notices[name](page.state().notices.list[0]?.id ?? -1);
      await vi.runAllTimersAsync();
    };
    expect(offers()).toEqual([20]);
    await press('offerAnother');
    expect(offers()).toEqual([5000]);
    page.script.otherAutosave = { autosave: page.script.autosave, others: false };
    await press('discardAutosave');
    expect(offers()).toEqual([20]);
    await press('discardAutosave');
    expect(offers(), 'there is no other').toEqual([]);
  });

  it('draws the autosave’s curve, and continues it', async () => {
    const page = open();
    page.script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 1240, epoch: 1, savedAt: 0 };
    page.script.history = { steps: Float64Array.of(1, 600, 1240), losses: Float32Array.of(1, 0.5, 0.25) };
    await page.playground.start();
    page.state().notices.continueAutosave(page.state().notices.list[0]?.id ?? -1);
    await vi.runAllTimersAsync();
    page.script.advance(1);
    expect(page.playground.metrics.curve('losses', 10, 0).steps).toEqual([1, 600, 1240, 1241]);
  });

  it('is ready with the second engine if the first dies while it opens', async () => {
    const page = open();
    const ready = page.playground.start();
    page.script.die();
    await vi.runAllTimersAsync();
    await expect(ready).resolves.toBeUndefined();
    expect(page.state().engine.phase).toBe('ready');
  });

  it('shows how many programs are compiled until all are, and nothing more after the engine has died', async () => {
    const { script, state } = await started();
    const dead = script.events();
    dead.preparing({ done: 3, total: 34 });
    expect(state().engine.preparation).toEqual({ done: 3, total: 34 });
    script.die();
    expect(state().engine.preparation).toBeNull();
    await vi.runAllTimersAsync();
    dead.preparing({ done: 4, total: 34 });
    expect(state().engine.preparation).toBeNull();
    script.events().preparing({ done: 34, total: 34 });
    script.events().preparing(null);
    expect(state().engine.preparation).toBeNull();
  });

  it('says why if no engine can be opened', async () => {
    const page = open();
    page.script.openFails = reportOf(new PlaygroundError('data-missing', { file: 'manifest.json' }));
    await expect(page.playground.start()).rejects.toMatchObject({ code: 'data-missing' });
    expect(page.notices()).toEqual(['data-missing']);
    expect(page.state().engine).toMatchObject({ phase: 'given-up', failure: 'data-missing' });
    expect(page.script.calls, 'there is nothing else to try').toEqual(['open none', 'close']);
  });
});
