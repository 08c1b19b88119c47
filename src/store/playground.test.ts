import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookDefaults, recipes } from '../ml/config.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { waitsForReset } from './run-slice.ts';
import { canReset } from './run-status.ts';
import { open, started } from './scripted-page.ts';

const { experiment } = recipes.article;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('at the start', () => {
  it('runs what the link says and names what it could not take', async () => {
    const { state, notices } = await started('#v=1&seed=9&batch=minus&colour=red');
    expect(state().run.status?.experiment).toEqual({ ...experiment, seed: 9 });
    expect(notices()).toEqual(['link']);
    expect(state().share.link()).toBe('https://playground.example/some/path/#v=1&recipe=article&seed=9');
  });

  it('offers the autosave of an earlier visit, and goes on from it when asked', async () => {
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
    ['another view', async ({ state }: ReturnType<typeof open>) => state().view.show('paint')],
    ['training', async ({ state }: ReturnType<typeof open>) => void (await state().run.train())],
  ])('takes the offer out of the way once there is %s, and discards nothing', async (_, doSomething) => {
    const page = open();
    page.script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 1240, epoch: 1, savedAt: 0 };
    await page.playground.start();
    await page.state().run.step();
    expect(page.notices(), 'a step is no use of another kind').toEqual(['autosave']);
    await doSomething(page);
    expect(page.notices()).toEqual([]);
    expect(page.script.calls).not.toContain('discardAutosave');
  });

  it('offers nothing of the visitor’s in a page that is embedded in another', async () => {
    const page = open('#v=1&recipe=article&view=paint&embed=1');
    page.script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 1240, epoch: 1, savedAt: 0 };
    await page.playground.start();
    expect(page.notices()).toEqual([]);
  });

  it('offers another saved run when asked, and when one has been discarded', async () => {
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

  it('draws the curve that the autosave brings along, and goes on from its end', async () => {
    const page = open();
    page.script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 1240, epoch: 1, savedAt: 0 };
    page.script.history = { steps: Float64Array.of(1, 600, 1240), losses: Float32Array.of(1, 0.5, 0.25) };
    await page.playground.start();
    page.state().notices.continueAutosave(page.state().notices.list[0]?.id ?? -1);
    await vi.runAllTimersAsync();
    page.script.advance(1);
    expect(page.playground.metrics.curve('losses', 10, 0).steps).toEqual([1, 600, 1240, 1241]);
  });

  it('is ready with the second engine when the first dies while it is made', async () => {
    const page = open();
    const ready = page.playground.start();
    page.script.die();
    await vi.runAllTimersAsync();
    await expect(ready).resolves.toBeUndefined();
    expect(page.state().engine.phase).toBe('ready');
  });

  it('shows how many programs are compiled until all are, and nothing of an engine that died over them', async () => {
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

  it('says why when no engine can be made', async () => {
    const page = open();
    page.script.openFails = reportOf(new PlaygroundError('data-missing', { file: 'manifest.json' }));
    await expect(page.playground.start()).rejects.toMatchObject({ code: 'data-missing' });
    expect(page.notices()).toEqual(['data-missing']);
    expect(page.state().engine).toMatchObject({ phase: 'given-up', failure: 'data-missing' });
    expect(page.script.calls, 'there is nothing else to try').toEqual(['open none', 'close']);
  });
});

it('takes as many steps as Step is pressed, and is stepping until the last of them', async () => {
  const { state, playground } = await started();
  const stoppedAt: (number | undefined)[] = [];
  playground.store.subscribe(({ run }) => {
    if (!run.stepping) stoppedAt.push(run.status?.step);
  });
  await Promise.all(Array.from({ length: 10 }, () => state().run.step()));
  expect(stoppedAt).toEqual([10]);
});

describe('parameters', () => {
  it('apply by themselves before the first step', async () => {
    const { state, script } = await started();
    state().run.edit({ seed: 7 });
    state().run.edit({ batchSize: 8 });
    await vi.runAllTimersAsync();
    expect(script.calls.filter((call) => call.startsWith('reset'))).toEqual(['reset 7']);
    expect(state().run.status?.experiment).toEqual({ ...experiment, seed: 7, batchSize: 8 });
  });

  it('apply before Train when it is pressed at once', async () => {
    const { state, script } = await started();
    state().run.edit({ seed: 7 });
    await state().run.train();
    expect(script.calls.slice(-2)).toEqual(['reset 7', 'train']);
  });

  it('wait for Reset once the run has begun; the learning rate does not', async () => {
    const { state, script } = await started();
    await state().run.step();
    state().run.edit({ seed: 7 });
    state().run.edit({ learningRate: 0.01 });
    await vi.runAllTimersAsync();
    expect(state().run.status).toMatchObject({ step: 1, learningRate: 0.01, experiment });
    expect(script.calls).not.toContain('reset 7');
    await state().run.reset();
    expect(state().run.status?.experiment).toEqual({ ...experiment, seed: 7, learningRate: 0.01 });
  });

  it('that are edited while the first step is on its way wait as well, and do not end the run', async () => {
    const { state, script } = await started();
    await state().run.train();
    state().run.edit({ seed: 7, learningRate: 0.01 });
    await vi.runAllTimersAsync();
    expect(script.calls.slice(-2)).toEqual(['train', 'setLearningRate 0.01']);
    expect(state().run.status).toMatchObject({ step: 0, phase: 'training', experiment });
    expect(waitsForReset(state().run.draft, state().run.status)).toBe(true);
    expect(waitsForReset(state().run.draft, state().run.status, 'learningRate')).toBe(false);
    state().run.withdraw();
    expect(state().run.draft).toEqual({ ...experiment, learningRate: 0.01 });
  });

  it('wait for the answer of a press that may be the beginning', async () => {
    const { state, script } = await started();
    const answered = script.holdTrain();
    const pressed = state().run.train();
    state().run.edit({ seed: 7 });
    await vi.advanceTimersByTimeAsync(1000);
    answered();
    await pressed;
    await vi.runAllTimersAsync();
    expect(script.calls).not.toContain('reset 7');
    expect(state().run.status?.phase).toBe('training');
  });

  it('of a link that is opened in the page wait as well', async () => {
    const { state, script, notices, goTo } = await started();
    await state().run.step();
    goTo('#v=1&seed=11&lr=0.1');
    await vi.runAllTimersAsync();
    expect(state().run.draft).toMatchObject({ seed: 11, learningRate: 0.1 });
    expect(state().run.status).toMatchObject({ experiment, learningRate: experiment.learningRate });
    expect(waitsForReset(state().run.draft, state().run.status, 'learningRate')).toBe(true);
    expect(script.calls).not.toContain('setLearningRate 0.1');
    expect(notices()).toEqual(['linkAfterReset']);
  });

  it('of a link that is opened before the run begins apply at once; its picture comes too', async () => {
    const { state, script, notices, goTo } = await started();
    goTo('#v=1&seed=11&image=5');
    await vi.runAllTimersAsync();
    expect(state().run.status?.experiment.seed).toBe(11);
    expect(script.calls).toContain('testImage 5');
    expect(state().look.restoreImage).toBe(5);
    expect(notices()).toEqual(['linkApplied']);
  });

  it('of a second broken link are named in place of the first one’s', async () => {
    const { state, goTo } = await started('#v=1&batch=minus');
    goTo('#v=1&lr=minus');
    const named = state().notices.list.flatMap((notice) => (notice.kind === 'link' ? [notice.notices] : []));
    expect(named).toEqual([[expect.objectContaining({ values: expect.objectContaining({ key: 'lr' }) })]]);
  });

  it('of a link leave the backend, and say so', async () => {
    const { notices, goTo } = await started();
    goTo('#v=1&backend=cpu');
    expect(notices()).toEqual(['linkApplied', 'linkBackend']);
  });
});

describe('another recipe', () => {
  it('keeps the seed and takes all else', async () => {
    const { state } = await started('#v=1&seed=9&batch=2');
    state().run.choose('flow');
    await vi.runAllTimersAsync();
    expect(state().run.status?.experiment).toEqual({ ...recipes.flow.experiment, seed: 9 });
  });

  it('waits for Reset once the run has begun, with its learning rate', async () => {
    const { state, script } = await started();
    await state().run.step();
    state().run.choose('tiny');
    await vi.runAllTimersAsync();
    expect(state().run.draft).toEqual(recipes.tiny.experiment);
    expect(script.status()).toMatchObject({ experiment, learningRate: experiment.learningRate });
    expect(waitsForReset(state().run.draft, state().run.status)).toBe(true);
  });

  it('leaves to itself what it has no use for', async () => {
    const { state, script } = await started();
    await state().run.step();
    state().run.edit({ horizontalFlip: true, minSnrGamma: 5 });
    expect(waitsForReset(state().run.draft, script.status())).toBe(false);
    state().run.choose('tiny');
    await state().run.reset();
    await state().run.step();
    state().run.edit({ minSnrGamma: 5 });
    expect(waitsForReset(state().run.draft, state().run.status, 'minSnrGamma')).toBe(true);
    expect(waitsForReset(state().run.draft, state().run.status, 'seed')).toBe(false);
  });
});

describe('imported weights', () => {
  const imported = async () => {
    const page = await started();
    await page.state().share.importCheckpoint(new File([JSON.stringify({ experiment, step: 0 })], 'weights.zip'));
    return page;
  };

  it('are in no link: after Reset, it reproduces the run again', async () => {
    const { state } = await imported();
    expect(state().share.linkReproduces()).toBe(false);
    await state().run.reset();
    expect(state().share.linkReproduces()).toBe(true);
  });

  it('are not replaced by a parameter, but by Reset', async () => {
    const { state, script } = await imported();
    expect(canReset(state().run.status)).toBe(true);
    state().run.edit({ batchSize: 8 });
    await vi.runAllTimersAsync();
    expect(waitsForReset(state().run.draft, state().run.status)).toBe(true);
    await state().run.train();
    expect(script.calls.filter((call) => call.startsWith('reset'))).toEqual([]);
    expect(state().run.status).toMatchObject({ origin: 'checkpoint', experiment });
    await state().run.reset();
    expect(state().run.status).toMatchObject({ origin: 'seed', experiment: { batchSize: 8 } });
  });

  it('are saved when the page is hidden, and come back when the engine dies', async () => {
    const { state, script, notices, playground } = await imported();
    playground.autosave();
    expect(script.calls).toContain('autosave');
    const { runId } = script.status();
    script.autosave = { runId, origin: 'checkpoint', experiment, step: 0, epoch: 0, savedAt: 0 };
    script.die();
    await vi.runAllTimersAsync();
    expect(script.calls.at(-1)).toBe(`open ${runId}`);
    expect(state().run.status).toMatchObject({ runId, origin: 'checkpoint' });
    expect(notices()).toEqual(['imported', 'worker-died', 'restarted']);
  });
});

describe('numbers', () => {
  it('reach the chart at once and the text at most ten times a second', async () => {
    const { state, script, playground } = await started();
    await state().run.train();
    let renders = 0;
    playground.store.subscribe(() => renders++);
    for (let frame = 0; frame < 30; frame++) {
      script.advance(5);
      expect(playground.metrics.length).toBe(5 * (frame + 1));
      await vi.advanceTimersByTimeAsync(1000 / 30);
    }
    expect(renders).toBeLessThanOrEqual(10);
    await vi.advanceTimersByTimeAsync(100);
    expect(state().run.status?.step).toBe(150);
  });

  it('that are late do not undo a Reset', async () => {
    const { state, script, playground } = await started();
    await state().run.train();
    script.advance(5);
    await state().run.reset();
    await vi.runAllTimersAsync();
    expect(state().run.status?.step).toBe(0);
    expect(playground.metrics.length).toBe(0);
  });
});

describe('looking', () => {
  it('is cancelled without a notice', async () => {
    const { state, notices } = await started();
    const generated = state().generate.generate();
    state().generate.cancel();
    await generated;
    expect(state().generate).toMatchObject({ busy: false, result: null });
    expect(notices()).toEqual([]);
  });

  it('shows no repaired picture of a network that is gone', async () => {
    const { state } = await started();
    await state().run.step();
    const repair = await state().restore.load();
    await repair.restore();
    expect(repair.store.getState().rows.at(-1)?.step).toBe(1);
    expect(state().restore.repaired).toBe(true);
    await state().run.reset();
    expect(repair.store.getState().rows).toEqual([]);
    expect(state().restore.repaired).toBe(false);
  });

  it('shows no picture that such a network was still making', async () => {
    const { state } = await started();
    await state().run.step();
    const generated = state().generate.generate();
    await state().run.reset();
    await vi.runAllTimersAsync();
    await generated;
    expect(state().generate).toMatchObject({ busy: false, result: null });
  });

  it('names the seed that a picture was made with', async () => {
    const { state } = await started();
    const generated = state().generate.generate();
    state().look.set({ generateSeed: 99 });
    await vi.runAllTimersAsync();
    await generated;
    expect(state().generate.result?.seed).toBe(lookDefaults.generateSeed);
  });
});

describe('a run that takes the place of another', () => {
  it('leaves neither losses nor pictures of it', async () => {
    const { state, script, playground } = await started();
    await state().run.train();
    script.advance(100);
    const repair = await state().restore.load();
    await repair.restore();
    const { experiment } = script.status();
    const other = new Blob([JSON.stringify({ experiment: { ...experiment, seed: 3 }, step: 1240 })]);
    await state().share.importCheckpoint(new File([other], 'other.zip'));
    expect(state().run.status).toMatchObject({ step: 1240, experiment: { seed: 3 } });
    expect(playground.metrics.length).toBe(0);
    expect(repair.store.getState().rows).toEqual([]);
  });
});

describe('Reset', () => {
  it('offers a run that took long back, with every point of its curve', async () => {
    const { state, script, notices, playground } = await started();
    await state().run.train();
    script.advance(201);
    await state().run.pause();
    state().run.edit({ seed: 7 });
    await state().run.reset();
    expect(state().run.status).toMatchObject({ step: 0, experiment: { seed: 7 } });
    expect(state().notices.list).toMatchObject([{ kind: 'reset', step: 201 }]);
    state().notices.takeBackReset(state().notices.list[0]?.id ?? -1, 'it');
    await vi.runAllTimersAsync();
    expect(state().run.status).toMatchObject({ step: 201, experiment });
    expect(state().run.draft).toEqual(experiment);
    expect(playground.metrics.length).toBe(201);
    expect(notices()).toEqual([]);
  });

  it('counts time as well as steps', async () => {
    const { state, script, notices } = await started();
    await state().run.train();
    script.advance(100); // 64 images at 100 images a second, for 100 steps: 64 s
    await vi.runAllTimersAsync();
    await state().run.reset();
    expect(notices()).toEqual(['reset']);
  });

  it('is there once there is something to reset, and after an error in the first step', async () => {
    const { state, script } = await started();
    expect(canReset(state().run.status)).toBe(false);
    script.events().status({ ...script.status(), phase: 'failed' });
    expect(canReset(state().run.status)).toBe(true);
    await state().run.reset();
    expect(canReset(state().run.status)).toBe(false);
  });

  it('does not ask about a few steps', async () => {
    const { state, script, notices } = await started();
    await state().run.step();
    await state().run.reset();
    expect(script.calls).not.toContain('save');
    expect(notices()).toEqual([]);
  });

  it('resets also what cannot be saved', async () => {
    const { state, script, notices } = await started();
    await state().run.train();
    script.advance(500);
    script.saveFails = true;
    await state().run.reset();
    expect(state().run.status?.step).toBe(0);
    expect(notices()).toEqual([]);
  });
});

describe('notices', () => {
  it('are said once and counted', async () => {
    const { state } = await started();
    state().notices.report(new PlaygroundError('storage-full'));
    state().notices.report(new PlaygroundError('storage-full'));
    expect(state().notices.list).toMatchObject([{ count: 2 }]);
  });

  it('never hide an offer, however many come', async () => {
    const page = open();
    page.script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 9, epoch: 0, savedAt: 0 };
    await page.playground.start();
    for (let name = 0; name < 20; name++) page.state().notices.report(new PlaygroundError('image-empty', { name }));
    expect(page.notices()).toEqual(['autosave', ...Array(5).fill('image-empty')]);
  });

  it('tell of all shards that are missing in one', async () => {
    const { state, script, notices } = await started();
    const missing = (file: string) => reportOf(new PlaygroundError('data-shard-missing', { file }));
    for (let shard = 0; shard < 50; shard++) script.events().notice(missing(`train-${shard}.webp`));
    script.events().notice(missing('train-7.webp'));
    expect(notices()).toEqual(['shards']);
    const [notice] = state().notices.list;
    expect(notice?.kind === 'shards' && notice.reports.length).toBe(50);
  });

  it('name the file that is no checkpoint', async () => {
    const { state } = await started();
    await state().share.importCheckpoint(new File(['text'], 'holiday.zip'));
    expect(state().notices.list).toMatchObject([
      { report: { code: 'checkpoint-not-one', values: { name: 'holiday.zip' } } },
    ]);
    expect(state().share.busy).toBe(false);
  });
});

it('saves when the page is hidden, if there is anything to save', async () => {
  const { state, script, playground } = await started();
  playground.autosave();
  expect(script.calls).not.toContain('autosave');
  await state().run.step();
  playground.autosave();
  expect(script.calls).toContain('autosave');
});
