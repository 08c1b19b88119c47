import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { restartLimit } from './engine-life.ts';
import { createPlayground } from './playground.ts';
import { scriptEngine } from './scripted-engine.ts';

const { experiment } = recipes.article;

function open(hash = '') {
  const script = scriptEngine();
  let address = `https://playground.example/some/path/${hash}`;
  const playground = createPlayground({ startEngine: script.factory, address: () => address });
  return {
    script,
    playground,
    state: () => playground.store.getState(),
    goTo: (next: string) => {
      address = `https://playground.example/some/path/${next}`;
      playground.openLink();
    },
    /** Codes of errors, names of messages, kinds of the rest. */
    notices: () =>
      playground.store
        .getState()
        .notices.list.map((notice) =>
          notice.kind === 'error' ? notice.report.code : notice.kind === 'message' ? notice.message : notice.kind,
        ),
  };
}

async function started(hash = '') {
  const page = open(hash);
  await page.playground.start();
  await vi.runAllTimersAsync();
  return page;
}

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
    page.script.autosave = { experiment: { ...experiment, seed: 5 }, step: 1240, epoch: 1, savedAt: 0 };
    await page.playground.start();
    const [notice] = page.state().notices.list;
    expect(page.notices()).toEqual(['autosave']);
    page.state().notices.continueAutosave(notice?.id ?? -1);
    await vi.runAllTimersAsync();
    expect(page.notices()).toEqual([]);
    expect(page.state().run.status?.step).toBe(1240);
    expect(page.state().run.draft.seed).toBe(5);
  });

  it('is ready with the second engine when the first dies while it is made', async () => {
    const page = open();
    const ready = page.playground.start();
    page.script.die();
    await vi.runAllTimersAsync();
    await expect(ready).resolves.toBeUndefined();
    expect(page.state().engine.phase).toBe('ready');
  });

  it('says why when no engine can be made', async () => {
    const page = open();
    page.script.openFails = reportOf(new PlaygroundError('data-missing', { file: 'manifest.json' }));
    await expect(page.playground.start()).rejects.toMatchObject({ code: 'data-missing' });
    expect(page.notices()).toEqual(['data-missing']);
    expect(page.state().engine.phase).toBe('given-up');
  });
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

  it('of a link that is opened in the page wait as well', async () => {
    const { state, notices, goTo } = await started();
    await state().run.step();
    goTo('#v=1&seed=11');
    await vi.runAllTimersAsync();
    expect(state().run.draft.seed).toBe(11);
    expect(state().run.status?.experiment.seed).toBe(experiment.seed);
    expect(notices()).toEqual(['linkAfterReset']);
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
      expect(playground.losses.length).toBe(5 * (frame + 1));
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
    expect(playground.losses.length).toBe(0);
  });
});

describe('an engine that dies', () => {
  it('is replaced; training goes on from the last saved state', async () => {
    const { state, script, notices, playground } = await started();
    await state().run.train();
    script.advance(50);
    await vi.runAllTimersAsync();
    script.autosave = { experiment, step: 40, epoch: 0, savedAt: 0 };
    script.die();
    await vi.runAllTimersAsync();
    expect(notices()).toEqual(['worker-died', 'restarted']);
    expect(script.calls.slice(-3)).toEqual(['close', 'open last', 'train']);
    expect(state().run.status).toMatchObject({ step: 40, phase: 'training' });
    expect(playground.losses.length).toBe(40);
  });

  it('stays paused if it was', async () => {
    const { state, script } = await started();
    await state().run.step();
    script.autosave = { experiment, step: 1, epoch: 0, savedAt: 0 };
    script.die();
    await vi.runAllTimersAsync();
    expect(script.calls).not.toContain('train');
    expect(state().run.status?.step).toBe(1);
  });

  it('never goes on with another run than its own', async () => {
    const { state, script, notices } = await started();
    await state().run.step();
    script.autosave = { experiment: { ...experiment, seed: 99 }, step: 4000, epoch: 5, savedAt: 0 };
    script.die();
    await vi.runAllTimersAsync();
    expect(state().run.status).toMatchObject({ step: 0, experiment });
    expect(notices()).toEqual(['worker-died', 'restartedFresh']);
  });

  it('is given up when it dies too often, and not when the deaths are far apart', async () => {
    const { state, script, notices } = await started();
    for (let death = 0; death < restartLimit.count; death++) {
      script.die();
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(state().engine.phase).toBe('ready');
    await vi.advanceTimersByTimeAsync(restartLimit.withinMs);
    script.die();
    await vi.advanceTimersByTimeAsync(1000);
    expect(state().engine.phase).toBe('ready');
    for (let death = 0; death < restartLimit.count; death++) {
      script.die();
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(state().engine.phase).toBe('given-up');
    expect(notices()).toContain('gaveUp');
  });

  it('has no say once it was replaced', async () => {
    const { state, script, notices } = await started();
    const old = script.events();
    script.die();
    await vi.runAllTimersAsync();
    old.lost(reportOf(new PlaygroundError('device-lost', { reason: 'late' })));
    old.status({ ...script.status(), step: 77 });
    expect(state().run.status?.step).toBe(0);
    expect(notices()).toEqual(['worker-died', 'restarted']);
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

  it('compares with the filter that the result names, also after another was chosen', async () => {
    const { state, script } = await started();
    await state().restore.restore();
    state().restore.setBaseline('gaussian');
    expect(state().restore.result?.comparedWith).toBe('bilateral');
    await vi.runAllTimersAsync();
    expect(state().restore.result?.comparedWith).toBe('gaussian');
    expect(script.calls.slice(-2)).toEqual(['restore bilateral', 'restore gaussian']);
  });

  it('shows no picture of a network that is gone', async () => {
    const { state } = await started();
    await state().run.step();
    await state().restore.restore();
    expect(state().restore.result?.step).toBe(1);
    await state().run.reset();
    expect(state().restore.result).toBeNull();
  });
});

describe('notices', () => {
  it('are said once and counted', async () => {
    const { state } = await started();
    state().notices.report(new PlaygroundError('storage-full'));
    state().notices.report(new PlaygroundError('storage-full'));
    expect(state().notices.list).toMatchObject([{ count: 2 }]);
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
