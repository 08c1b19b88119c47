import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookDefaults, recipes } from '../ml/config.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { waitsForReset } from './form-and-run.ts';
import { canReset } from './run-status.ts';
import { open, started } from './scripted-page.ts';

const { experiment } = recipes.article;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('takes one step for each press on Step, and counts as stepping until the last', async () => {
  const { state, playground } = await started();
  const stoppedAt: (number | undefined)[] = [];
  playground.store.subscribe(({ run }) => {
    if (!run.stepping) stoppedAt.push(run.status?.step);
  });
  await Promise.all(Array.from({ length: 10 }, () => state().run.step()));
  expect(stoppedAt).toEqual([10]);
});

describe('imported weights', () => {
  const imported = async () => {
    const page = await started();
    await page.state().share.importCheckpoint(new File([JSON.stringify({ experiment, step: 0 })], 'weights.zip'));
    return page;
  };

  it('cannot be in a link; after Reset, the link reproduces the run again', async () => {
    const { state } = await imported();
    expect(state().share.linkReproduces()).toBe(false);
    await state().run.reset();
    expect(state().share.linkReproduces()).toBe(true);
  });

  it('are replaced by Reset, but not by a changed parameter', async () => {
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

  it('are saved when the page is hidden, and restored after the engine dies', async () => {
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
  it('update the chart at once and the text at most ten times a second', async () => {
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

describe('sampling and repairing', () => {
  it('is cancelled without a notice', async () => {
    const { state, notices } = await started();
    const generated = state().generate.generate();
    state().generate.cancel();
    await generated;
    expect(state().generate).toMatchObject({ busy: false, result: null });
    expect(notices()).toEqual([]);
  });

  it('shows no repaired picture of a replaced network', async () => {
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

  it('shows no picture that a replaced network was still making', async () => {
    const { state } = await started();
    await state().run.step();
    const generated = state().generate.generate();
    await state().run.reset();
    await vi.runAllTimersAsync();
    await generated;
    expect(state().generate).toMatchObject({ busy: false, result: null });
  });

  it('gives the seed that a picture was made with', async () => {
    const { state } = await started();
    const generated = state().generate.generate();
    state().look.set({ generateSeed: 99 });
    await vi.runAllTimersAsync();
    await generated;
    expect(state().generate.result?.seed).toBe(lookDefaults.generateSeed);
  });
});

describe('a run that replaces another', () => {
  it('removes its losses and pictures', async () => {
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
  it('offers to restore a long run, with every point of its curve', async () => {
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

  it('takes a run for long by its time as well as by its steps', async () => {
    const { state, script, notices } = await started();
    await state().run.train();
    script.advance(100); // 64 images at 100 images a second, for 100 steps: 64 s
    await vi.runAllTimersAsync();
    await state().run.reset();
    expect(notices()).toEqual(['reset']);
  });

  it('is available once there is something to reset, and after an error in the first step', async () => {
    const { state, script } = await started();
    expect(canReset(state().run.status)).toBe(false);
    script.events().status({ ...script.status(), phase: 'failed' });
    expect(canReset(state().run.status)).toBe(true);
    await state().run.reset();
    expect(canReset(state().run.status)).toBe(false);
  });

  it('does not offer to restore a few steps', async () => {
    const { state, script, notices } = await started();
    await state().run.step();
    await state().run.reset();
    expect(script.calls).not.toContain('save');
    expect(notices()).toEqual([]);
  });

  it('also resets a run that cannot be saved', async () => {
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
  it('are shown once and counted', async () => {
    const { state } = await started();
    state().notices.report(new PlaygroundError('storage-full'));
    state().notices.report(new PlaygroundError('storage-full'));
    expect(state().notices.list).toMatchObject([{ count: 2 }]);
  });

  it('never push out an offer, however many come', async () => {
    const page = open();
    page.script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 9, epoch: 0, savedAt: 0 };
    await page.playground.start();
    for (let name = 0; name < 20; name++) page.state().notices.report(new PlaygroundError('image-empty', { name }));
    expect(page.notices()).toEqual(['autosave', ...Array(5).fill('image-empty')]);
  });

  it('name all missing shards in one notice', async () => {
    const { state, script, notices } = await started();
    const missing = (file: string) => reportOf(new PlaygroundError('data-shard-missing', { file }));
    for (let shard = 0; shard < 50; shard++) script.events().notice(missing(`train-${shard}.webp`));
    script.events().notice(missing('train-7.webp'));
    expect(notices()).toEqual(['shards']);
    const [notice] = state().notices.list;
    expect(notice?.kind === 'shards' && notice.reports.length).toBe(50);
  });

  it('name a file that is not a checkpoint', async () => {
    const { state } = await started();
    await state().share.importCheckpoint(new File(['text'], 'holiday.zip'));
    expect(state().notices.list).toMatchObject([
      { report: { code: 'checkpoint-not-one', values: { name: 'holiday.zip' } } },
    ]);
    expect(state().share.busy).toBe(false);
  });
});

it('saves when the page is hidden, if there is something to save', async () => {
  const { state, script, playground } = await started();
  playground.autosave();
  expect(script.calls).not.toContain('autosave');
  await state().run.step();
  playground.autosave();
  expect(script.calls).toContain('autosave');
});
