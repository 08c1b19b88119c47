import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { experimentOn, recipes, shippedSets } from '../ml/config.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { started } from './scripted-page.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('shows from the press on that a Reset is in progress; a second press meanwhile does nothing', async () => {
  const { state, script } = await started();
  await state().run.train();
  script.advance(5);
  await vi.runAllTimersAsync();
  const presses = [state().run.reset(), state().run.reset()];
  expect(state().run.resetting).toBe(true);
  await vi.runAllTimersAsync();
  await Promise.all(presses);
  expect(state().run).toMatchObject({ resetting: false, status: { step: 0 } });
  expect(script.calls.filter((call) => call.startsWith('reset'))).toHaveLength(1);
});

it('shows from the press on that a Pause is in progress; a second press meanwhile does nothing', async () => {
  const { state, script } = await started();
  await state().run.train();
  const answer = script.holdPause();
  const presses = [state().run.pause(), state().run.pause()];
  expect(state().run).toMatchObject({ pausing: true, status: { phase: 'training' } });
  answer();
  await Promise.all(presses);
  expect(state().run).toMatchObject({ pausing: false, status: { phase: 'paused' } });
  expect(script.calls.filter((call) => call === 'pause')).toHaveLength(1);
});

describe('a data set that cannot be loaded', () => {
  const missing = () => new PlaygroundError('data-unreachable', { file: 'emoji/manifest.json', set: 'emoji' });
  const wanted = experimentOn(recipes.quick, shippedSets.emoji);

  it('starts nothing: the paused run stays, and the page shows what it showed before', async () => {
    const { state, script, notices } = await started('#v=1&recipe=article&view=start');
    await state().run.step();
    state().view.show('start');
    const { runId } = state().run.status ?? {};
    script.resetFails = missing();
    await state().run.startWith(wanted);
    await vi.runAllTimersAsync();
    expect(script.calls).not.toContain('train');
    expect(state().run).toMatchObject({ status: { runId, step: 1, phase: 'paused' }, draft: { recipe: 'article' } });
    expect(state().view.name).toBe('start');
    expect(notices()).toEqual(['data-unreachable']);
  });

  it('leaves a run that has not begun as it was', async () => {
    const { state, script, notices } = await started('#v=1&recipe=article&view=start');
    script.resetFails = missing();
    await state().run.startWith(wanted);
    await vi.runAllTimersAsync();
    expect(script.calls).not.toContain('train');
    expect(state().run).toMatchObject({ status: { step: 0, phase: 'ready' }, draft: { recipe: 'article' } });
    expect(notices()).toEqual(['data-unreachable']);
  });

  it('lets a run in training go on, and requests no other', async () => {
    const { state, script } = await started();
    await state().run.train();
    state().run.propose(wanted);
    script.resetFails = missing();
    await state().run.switchOver();
    expect(script.calls.slice(-3)).toEqual(['pause', 'reset 42', 'train']);
    expect(state().run.status).toMatchObject({ phase: 'training', experiment: { recipe: 'article' } });
  });
});
