import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { earlySteps, restartLimit } from './engine-restarts.ts';
import { open, started } from './scripted-page.ts';

const { experiment } = recipes.article;
const savedAt = (runId: string, step: number) =>
  ({ runId, origin: 'seed', experiment, step, epoch: 0, savedAt: 0 }) as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('an engine that dies', () => {
  it('is replaced; training goes on from the last saved state', async () => {
    const { state, script, notices, playground } = await started();
    await state().run.train();
    script.advance(50);
    await vi.runAllTimersAsync();
    script.autosave = { runId: script.status().runId, origin: 'seed', experiment, step: 40, epoch: 0, savedAt: 0 };
    script.die();
    await vi.runAllTimersAsync();
    expect(notices()).toEqual(['worker-died', 'restarted']);
    expect(script.calls.slice(-3)).toEqual(['close', 'open run-1', 'train']);
    expect(state().run.status).toMatchObject({ step: 40, phase: 'training' });
    expect(playground.metrics.length).toBe(40);
  });

  it('stays paused if it was paused', async () => {
    const { state, script } = await started();
    await state().run.step();
    script.autosave = { runId: script.status().runId, origin: 'seed', experiment, step: 1, epoch: 0, savedAt: 0 };
    script.die();
    await vi.runAllTimersAsync();
    expect(script.calls).not.toContain('train');
    expect(state().run.status?.step).toBe(1);
  });

  it('never goes on with another run, even one with the same experiment', async () => {
    const { state, script, notices } = await started();
    await state().run.step();
    script.autosave = { runId: 'another tab', origin: 'seed', experiment, step: 4000, epoch: 5, savedAt: 0 };
    script.die();
    await vi.runAllTimersAsync();
    expect(state().run.status).toMatchObject({ step: 0, experiment });
    expect(notices()).toEqual(['worker-died', 'restartedFresh']);
  });

  it('is replaced by one that keeps the open offer; an offer that cannot be kept disappears', async () => {
    const page = open();
    page.script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 9, epoch: 0, savedAt: 0 };
    await page.playground.start();
    page.script.die();
    await vi.runAllTimersAsync();
    expect(page.script.calls.at(-1)).toBe('open none, offer earlier');
    expect(page.notices()).toEqual(['autosave', 'worker-died', 'restarted']);
    page.script.autosave = null;
    page.script.die();
    await vi.runAllTimersAsync();
    expect(page.notices()).toEqual(['worker-died', 'restarted']);
  });

  it('is reported with the next backend only when that is a slower one', async () => {
    const { state, script, notices } = await started();
    await state().run.step();
    script.autosave = { runId: script.status().runId, origin: 'seed', experiment, step: 1, epoch: 0, savedAt: 0 };
    script.backend = 'webgl';
    script.die();
    await vi.runAllTimersAsync();
    expect(notices()).toEqual(['worker-died', 'webgpu-unavailable', 'restarted']);
    script.die();
    await vi.runAllTimersAsync();
    expect(state().notices.list.map(({ count }) => count)).toEqual([2, 1, 2]);
  });

  it('is given up when it dies too often, but not when the deaths are far apart', async () => {
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

  it('is ignored once it has been replaced', async () => {
    const { state, script, notices } = await started();
    const old = script.events();
    script.die();
    await vi.runAllTimersAsync();
    old.lost(reportOf(new PlaygroundError('device-lost', { reason: { code: 'quoted', text: 'late' } })));
    old.status({ ...script.status(), step: 77 });
    expect(state().run.status?.step).toBe(0);
    expect(notices()).toEqual(['worker-died', 'restarted']);
  });
});

describe('an engine that dies at the first steps of training', () => {
  async function dyingTwice(steps: number) {
    const page = await started('#v=1&batch=64');
    await page.state().run.train();
    for (let death = 0; death < 2; death++) {
      if (steps > 0) page.script.advance(steps);
      await vi.runAllTimersAsync();
      page.script.die();
      await vi.runAllTimersAsync();
    }
    return page;
  }

  it('twice is not trained on again; a smaller batch is offered, which trains with one press', async () => {
    const { state, script, notices } = await dyingTwice(earlySteps - 1);
    expect(notices()).toEqual(['lost-early']);
    expect(script.calls.filter((call) => call === 'train')).toHaveLength(2);
    const offer = state().notices.list.find((notice) => notice.kind === 'lost-early');
    expect(offer).toMatchObject({ batchSize: 64, smaller: 32 });
    state().notices.trainWithBatchSize(offer?.id ?? -1, 32);
    await vi.runAllTimersAsync();
    expect(script.calls.slice(-2)).toEqual(['setBatchSize 32', 'train']);
    expect(state().run.status).toMatchObject({ phase: 'training', experiment: { batchSize: 32 } });
    expect(state().run.draft.batchSize).toBe(32);
    expect(notices()).not.toContain('lost-early');
  });

  it('is not offered a smaller batch once another run has replaced its run', async () => {
    const { state, notices } = await dyingTwice(earlySteps - 1);
    state().run.propose({ ...experiment, batchSize: 1, seed: 77 });
    await vi.runAllTimersAsync();
    expect(notices()).not.toContain('lost-early');
  });

  it('keeps a smaller batch that was chosen meanwhile', async () => {
    const { state, script } = await dyingTwice(earlySteps - 1);
    const offer = state().notices.list.find((notice) => notice.kind === 'lost-early');
    state().run.propose({ ...experiment, batchSize: 1, seed: 77 });
    state().notices.trainWithBatchSize(offer?.id ?? -1, 32);
    await vi.runAllTimersAsync();
    expect(script.calls.slice(-2)).toEqual(['reset 77', 'train']);
    expect(state().run.status).toMatchObject({ experiment: { batchSize: 1, seed: 77 } });
  });

  it('but not before the limit of early steps, is trained on', async () => {
    const { script, notices } = await dyingTwice(earlySteps);
    expect(notices()).not.toContain('lost-early');
    expect(script.calls.at(-1)).toBe('train');
  });
});

describe('a training step that does not fit into memory', () => {
  it('offers half the batch, which trains with one press, and the notice disappears', async () => {
    const { state, script, notices } = await started('#v=1&batch=64');
    await state().run.train();
    const cause = new PlaygroundError('step-out-of-memory', { batch: 32, megabytes: 90 });
    script.events().notice(reportOf(cause));
    script.events().status({ ...script.status(), phase: 'ready' });
    expect(notices()).toEqual(['step-out-of-memory']);
    state().notices.trainWithBatchSize(state().notices.list[0]?.id ?? -1, 32);
    await vi.runAllTimersAsync();
    expect(script.calls.slice(-2)).toEqual(['setBatchSize 32', 'train']);
    expect(state().run.status).toMatchObject({ phase: 'training', experiment: { batchSize: 32 } });
    expect(state().run.draft.batchSize).toBe(32);
    expect(notices()).toEqual([]);
  });
});

describe('an engine that was given up', () => {
  async function givenUp() {
    const page = await started();
    await page.state().run.step();
    page.script.autosave = savedAt(page.script.status().runId, 1);
    for (let death = 0; death <= restartLimit.count; death++) {
      page.script.die();
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(page.state().engine.phase).toBe('given-up');
    return page;
  }

  it('still lets the last save be exported', async () => {
    const { state, script } = await givenUp();
    const zip = await state().share.exportCheckpoint();
    expect(JSON.parse((await zip?.text()) ?? '')).toMatchObject({ runId: 'run-1', step: 1 });
    expect(script.calls.slice(-2)).toEqual(['savedCheckpoint run-1', 'close']);
  });

  it('keeps its offers until there is an engine to carry them out', async () => {
    const page = await started();
    const { state, script, notices } = page;
    await state().run.train();
    script.advance(250);
    await vi.runAllTimersAsync();
    await state().run.reset();
    expect(notices()).toEqual(['reset']);
    for (let death = 0; death <= restartLimit.count; death++) {
      script.die();
      const [offer] = state().notices.list;
      state().notices.takeBackReset(offer?.id ?? -1, 'it');
      await vi.advanceTimersByTimeAsync(1000);
    }
    state().look.set({ previewEvery: 7 });
    page.goTo('#v=1&seed=5');
    expect(notices()).toContain('reset');
    state().engine.startAgain();
    state().engine.startAgain();
    await vi.runAllTimersAsync();
    expect(script.calls.filter((call) => call.startsWith('open'))).toHaveLength(restartLimit.count + 2);
    const offer = state().notices.list.find(({ kind }) => kind === 'reset');
    state().notices.takeBackReset(offer?.id ?? -1, 'it');
    await vi.runAllTimersAsync();
    expect(state().run.status?.step).toBe(250);
  });

  it('says so if nothing was saved', async () => {
    const { state, script, notices } = await givenUp();
    script.autosave = null;
    expect(await state().share.exportCheckpoint()).toBeNull();
    expect(notices()).toContain('nothing-saved');
  });

  it('starts again on request with the last save, and its deaths are counted anew', async () => {
    const { state, script, notices } = await givenUp();
    const offer = state().notices.list.find((notice) => notice.kind === 'message' && notice.message === 'gaveUp');
    state().notices.startEngineAgain(offer?.id ?? -1);
    await vi.runAllTimersAsync();
    expect(state().engine.phase).toBe('ready');
    expect(state().run.status).toMatchObject({ step: 1, phase: 'paused' });
    expect(notices()).not.toContain('gaveUp');
    script.die();
    await vi.runAllTimersAsync();
    expect(state().engine.phase).toBe('ready');
  });

  it('before it could train can train once it has started again', async () => {
    const page = open();
    page.script.openFails = reportOf(new PlaygroundError('part-missing', { part: 'webgpu.js' }));
    await expect(page.playground.start()).rejects.toMatchObject({ code: 'part-missing' });
    await vi.runAllTimersAsync();
    expect(page.notices()).toEqual(['part-missing']);
    page.script.openFails = null;
    page.state().notices.startEngineAgain(page.state().notices.list[0]?.id ?? -1);
    await vi.runAllTimersAsync();
    expect(page.state().engine.phase).toBe('ready');
    expect(page.script.calls).toContain('testImage 0');
    await page.state().run.step();
    expect(page.state().run.status?.step).toBe(1);
  });
});

describe('a page whose host has a new version', () => {
  const missing = new TypeError('Failed to fetch dynamically imported module: https://a.example/assets/Film-1.js');

  it('says so instead of naming the missing file, and notes the saved run for the reload', async () => {
    const { state, host, script, notices } = await started();
    await state().run.train();
    script.advance(5);
    await vi.runAllTimersAsync();
    host.renewed = true;
    state().notices.report(missing);
    await vi.runAllTimersAsync();
    expect(notices()).toEqual(['renewed']);
    await state().engine.reload();
    expect(script.calls.slice(-2)).toEqual(['autosave', 'close']);
    expect(host.reloadedWith).toEqual({ runId: 'run-1', training: true });
  });

  it('names the missing file if there is no new version', async () => {
    const { state, notices } = await started();
    state().notices.report(missing);
    await vi.runAllTimersAsync();
    expect(notices()).toEqual(['part-missing']);
    expect(state().notices.list).toMatchObject([{ report: { values: { part: 'Film-1.js' } } }]);
  });

  it('does not start an engine again whose script is gone', async () => {
    const { state, host, script, notices } = await started();
    host.renewed = true;
    script.die(new PlaygroundError('part-missing', { part: 'engine.worker' }));
    await vi.runAllTimersAsync();
    expect(state().engine.phase).toBe('given-up');
    expect(notices()).toEqual(['renewed']);
    expect(script.calls.filter((call) => call.startsWith('open'))).toHaveLength(1);
  });

  it('says after the reload if nothing of the run had been saved', async () => {
    const page = open('', { runId: 'mine', training: true });
    await page.playground.start();
    expect(page.notices()).toEqual(['restartedFresh']);
    expect(page.script.calls).not.toContain('train');
  });

  it('goes on where it was, after the reload', async () => {
    for (const training of [true, false]) {
      const page = open('', { runId: 'mine', training });
      page.script.autosave = savedAt('mine', 70);
      await page.playground.start();
      await vi.runAllTimersAsync();
      expect(page.state().run.status).toMatchObject({ step: 70, phase: training ? 'training' : 'paused' });
      expect(page.notices()).toEqual([]);
    }
  });
});
