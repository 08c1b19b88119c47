import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { waitsForReset } from './form-and-run.ts';
import { started } from './scripted-page.ts';

const { experiment } = recipes.article;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('parameters', () => {
  it('apply by themselves if no step has been taken', async () => {
    const { state, script } = await started();
    state().run.edit({ seed: 7 });
    state().run.edit({ batchSize: 8 });
    await vi.runAllTimersAsync();
    expect(script.calls.filter((call) => call.startsWith('reset'))).toEqual(['reset 7']);
    expect(state().run.status?.experiment).toEqual({ ...experiment, seed: 7, batchSize: 8 });
  });

  it('apply before training if Train is pressed at once', async () => {
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

  it('that are edited during the first step wait, too, and do not end the run', async () => {
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

  it('wait for the answer to a press that may begin the run', async () => {
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

  it('of a link that is opened in the page wait, too', async () => {
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

  it('of a link that is opened before the run begins apply at once; the link’s picture is loaded, too', async () => {
    const { state, script, notices, goTo } = await started();
    goTo('#v=1&seed=11&image=5');
    await vi.runAllTimersAsync();
    expect(state().run.status?.experiment.seed).toBe(11);
    expect(script.calls).toContain('testImage 5');
    expect(state().look.restoreImage).toBe(5);
    expect(notices()).toEqual(['linkApplied']);
  });

  it('of a second broken link replace the first one’s in the notice', async () => {
    const { state, goTo } = await started('#v=1&batch=minus');
    goTo('#v=1&lr=minus');
    const named = state().notices.list.flatMap((notice) => (notice.kind === 'link' ? [notice.notices] : []));
    expect(named).toEqual([[expect.objectContaining({ values: expect.objectContaining({ key: 'lr' }) })]]);
  });

  it('of a link do not change the backend, and a notice says so', async () => {
    const { notices, goTo } = await started();
    goTo('#v=1&backend=cpu');
    expect(notices()).toEqual(['linkApplied', 'linkBackend']);
  });
});

describe('another recipe', () => {
  it('keeps the seed and takes everything else from the recipe', async () => {
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

  it('ignores parameters that it does not use', async () => {
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
